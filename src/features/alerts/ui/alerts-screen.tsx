import './alerts.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Rows } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { useFreshenedBy } from '../../../web/server/freshened-by.ts'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useListPosition } from '../../../web/shell/list-position.ts'
import { Page } from '../../../web/shell/page.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { AlertList, AlertRow } from '../contract.ts'
import { AlertRowView, COLUMNS, NARROW } from './alert-row-view.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { type AlertFilter, filterOf } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { say as named } from './manifest-strings.ts'
import { loadPage, useAct, useActOnMany } from './queries.ts'
import { say } from './strings.ts'

const EscalateDialog = lazily(() => import('./escalate-dialog.tsx'), 'EscalateDialog')

/** The live list: filter in the address, keys for everything, several at once. */
export function Screen() {
  const navigate = useNavigate()
  const filter = filterOf(useSearch({ strict: false }) as Record<string, unknown>)
  const setFilter = (next: AlertFilter) => void navigate({ to: '/alerts', search: next as never, replace: true })
  const list = useInfiniteQuery({
    queryKey: ['alert', { list: filter }],
    queryFn: ({ pageParam, signal }) => loadPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: AlertList) => last.next ?? undefined,
  })
  useFreshenedBy('escalation', ['alert', { list: filter }])
  const alerts = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={named('title')} note={list.data && say('count', { count: alerts.length })}>
      <FilterBar filter={filter} onChange={setFilter} />
      {list.isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton rows={8} />}
      {list.data && alerts.length === 0 && <Nothing isFiltered={Object.values(filter).some(Boolean)} onClear={() => setFilter({})} />}
      {alerts.length > 0 && <AlertTable alerts={alerts} />}
      {list.hasNextPage && (
        <Button mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </Page>
  )
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) return <EmptyState title={say('empty')} what={say('emptyWhat')} cli={'tocsin alert open "Payments are slow"'} />
  return <EmptyState title={say('noneFound')} what={say('noneFoundWhat')} action={<Button onClick={onClear}>{say('clear')}</Button>} />
}

function AlertTable({ alerts }: { alerts: AlertRow[] }) {
  const [selected, setSelected] = useState<readonly string[]>([])
  const [escalating, setEscalating] = useState<AlertRow | null>(null)
  const shown = selected.filter((id) => alerts.some((alert) => alert.id === id))
  const toggle = (id: string) => setSelected((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]))
  const current = useListKeys({ alerts, selected: shown, toggle, clear: () => setSelected([]), escalate: setEscalating })
  const head = ['', say('headSeverity'), say('headAlert'), say('headService'), say('headSource'), say('headAge'), say('headState')]
  return (
    <>
      {shown.length > 0 && <BulkBar ids={shown} onDone={() => setSelected([])} />}
      <Panel title={named('title')} note={alerts.length}>
        <Rows columns={COLUMNS} narrowColumns={NARROW} head={head} label={named('title')}>
          {alerts.map((alert, i) => (
            <AlertRowView
              key={alert.id}
              alert={alert}
              isCurrent={i === current}
              isSelected={shown.includes(alert.id)}
              onSelect={() => toggle(alert.id)}
            />
          ))}
        </Rows>
      </Panel>
      <Suspense fallback={null}>{escalating && <EscalateDialog alert={escalating} onClose={() => setEscalating(null)} />}</Suspense>
    </>
  )
}

type Keys = {
  alerts: AlertRow[]
  selected: readonly string[]
  toggle: (id: string) => void
  clear: () => void
  escalate: (alert: AlertRow) => void
}

/** `j` and `k` move, the verbs act on the selected ones or on the one that is stood on. Gives the row that is stood on. */
function useListKeys({ alerts, selected, toggle, clear, escalate }: Keys): number {
  const act = useAct()
  const many = useActOnMany()
  const current = useListPosition(alerts.map(({ reference }) => `/alerts/${reference}`))
  const alert = alerts[current]
  const run = (action: 'acknowledge' | 'resolve') => {
    if (selected.length > 0) many.mutate({ action, ids: [...selected] }, { onSuccess: clear })
    else if (alert?.can[action]) act.mutate({ id: alert.id, act: action })
  }
  useShortcuts([
    { keys: 'x', label: () => say('keySelect'), run: () => alert && toggle(alert.id) },
    { keys: 'a', label: () => say('keyAcknowledge'), run: () => run('acknowledge') },
    { keys: 'r', label: () => say('keyResolve'), run: () => run('resolve') },
    { keys: 'e', label: () => say('keyEscalate'), run: () => alert?.can.escalate && escalate(alert) },
  ])
  return current
}
