import type { FeatureUi } from '../../../web/manifest.ts'

const demo: FeatureUi = { id: 'demo', slots: { now: { load: () => import('./demo-note.tsx') } } }

export default demo
