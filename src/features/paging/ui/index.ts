import type { FeatureUi } from '../../../web/manifest.ts'

const paging: FeatureUi = {
  id: 'paging',
  slots: { 'person.roads': { load: () => import('./roads-slot.tsx') } },
}

export default paging
