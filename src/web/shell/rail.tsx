import { IconMenu2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, Suspense, useState } from 'react'
import { Logo } from '../kit/logo.tsx'
import type { RailBadge, RailGroup, RailItem } from '../manifest.ts'
import { useFeatures } from './features.tsx'
import { lazily } from './lazily.tsx'
import { Slot } from './slot.tsx'
import { say } from './strings.ts'

const MoreDrawer = lazily(() => import('./more-drawer.tsx'), 'MoreDrawer')
const GROUPS: readonly RailGroup[] = ['night', 'week', 'settings']

const useItems = (): RailItem[] => useFeatures().flatMap((feature) => feature.rail ?? [])

const groupsOf = (items: RailItem[]): RailItem[][] =>
  GROUPS.map((group) => items.filter((item) => item.group === group)).filter((group) => group.length > 0)

/** The left rail: 208 px, icons only below 1360 px, gone below 640 px. */
export function Rail() {
  const items = useItems()
  return (
    <nav className="rail" aria-label={say('mainNav')}>
      <Link to="/" className="rail-brand" aria-label={say('product')}>
        <Logo size={20} />
        <span className="rail-word">{say('product')}</span>
      </Link>
      {groupsOf(items).map((group, i) => (
        <Fragment key={group[0]?.group}>
          {i > 0 && <hr />}
          {group.map((item) => (
            <RailLink key={item.to} item={item} />
          ))}
        </Fragment>
      ))}
      <div className="rail-me">
        <Slot name="shell.me" />
      </div>
    </nav>
  )
}

const noBadge = (): RailBadge | undefined => undefined

function RailLink({ item, onFollow }: { item: RailItem; onFollow?: () => void }) {
  const { label, icon: Shape, to, useBadge = noBadge } = item
  const badge = useBadge()
  return (
    <Link to={to} className="rail-link" title={label()} onClick={onFollow} activeOptions={{ exact: to === '/' }}>
      <Shape size={16} aria-hidden />
      <span className="rail-word">{label()}</span>
      {badge && badge.count > 0 && <Badge {...badge} />}
    </Link>
  )
}

function Badge({ count, isHot = false }: RailBadge) {
  return (
    <span className={isHot ? 'rail-count rail-hot' : 'rail-count'}>
      <span aria-hidden>{count}</span>
      <span className="sr">{say('badge', { count })}</span>
    </span>
  )
}

const ON_BAR_AT_MOST = 4

/** Below 640 px: four screens in reach of the thumb, the others under "More". */
export function BottomBar() {
  const items = useItems()
  const [isOpen, setOpen] = useState(false)
  const onBar = items.filter((item) => item.isOnBottomBar).slice(0, ON_BAR_AT_MOST)
  return (
    <nav className="bottom-bar" aria-label={say('mainNav')}>
      {onBar.map((item) => (
        <Link key={item.to} to={item.to} className="bottom-link" activeOptions={{ exact: item.to === '/' }}>
          <item.icon size={20} aria-hidden />
          {item.label()}
        </Link>
      ))}
      <button type="button" className="bottom-link" aria-expanded={isOpen} onClick={() => setOpen(true)}>
        <IconMenu2 size={20} aria-hidden />
        {say('more')}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <MoreDrawer onClose={() => setOpen(false)}>
            {items
              .filter((item) => !onBar.includes(item))
              .map((item) => (
                <RailLink key={item.to} item={item} onFollow={() => setOpen(false)} />
              ))}
          </MoreDrawer>
        </Suspense>
      )}
    </nav>
  )
}
