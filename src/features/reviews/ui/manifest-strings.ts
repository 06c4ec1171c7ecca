import { catalogue } from '../../../web/strings.ts'

/** The few words of the first page; all others load with the screens. */
export const say = catalogue('reviews-manifest', {
  reviews: 'Reviews',
})
