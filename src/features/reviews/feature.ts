import type { Feature } from '../feature.ts'
import { draftJob } from './draft-job.ts'
import { reviewRoutes } from './routes.ts'

const reviews: Feature = { id: 'reviews', routes: reviewRoutes, jobs: { 'review-draft': draftJob } }

export default reviews
