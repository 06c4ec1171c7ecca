import { catalogue } from '../../../web/strings.ts'

export const say = catalogue('directory-manifest', { title: 'Directory' })
