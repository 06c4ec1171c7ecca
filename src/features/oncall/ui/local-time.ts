export { daysFrom, instantIn, localIn } from '../../../web/local-time.ts'
