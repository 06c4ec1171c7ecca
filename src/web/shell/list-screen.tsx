import { Button, SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EmptyState, type EmptyStateProps } from '../kit/empty-state.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import { Panel, Row, Rows } from '../kit/panel.tsx'
import { RowsSkeleton } from '../kit/skeleton.tsx'
import { useListPosition } from './list-position.ts'
import { Page, type PageTab } from './page.tsx'
import { say } from './strings.ts'

/** What of a list is shown: the address carries it as `?status=`, the first one is what shows without. */
export type ListView = { value: string; label: string }

export type ListOf<T> = {
  items: readonly T[] | undefined
  error: Error | null
  refetch: () => unknown
  /** Undefined when everything is there. */
  more?: { isLoading: boolean; load: () => void }
}

export type ListScreenProps<T> = {
  title: string
  /** Screens that stand beside it. */
  tabs?: readonly PageTab[]
  /** Names the choice of views for those who do not see it. */
  which: string
  views: readonly ListView[]
  useList: (view: string) => ListOf<T>
  failed: string
  empty: EmptyStateProps
  /** What else narrows the list, by the address; while `isOn` an empty list says `none` instead. */
  filter?: { bar: ReactNode; isOn: boolean; none: EmptyStateProps }
  /** Stands between the views and the list. */
  above?: ReactNode
  columns: { wide: string; narrow: string; head: readonly string[] }
  addressOf: (item: T) => string
  draw: (item: T) => ReactNode
}

/** A list of things with a state: views in the address, keys, and every state a list can be in. */
export function ListScreen<T>(props: ListScreenProps<T>) {
  const { title, tabs, which, views, filter, above } = props
  const { status } = useSearch({ strict: false }) as { status?: string }
  const navigate = useNavigate()
  const usual = views[0]?.value ?? ''
  const view = views.find(({ value }) => value === status)?.value ?? usual
  const choose = (value: string) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, status: value === usual ? undefined : value })) as never })
  return (
    <Page title={title} {...(tabs ? { tabs } : {})}>
      <div className="stack">
        <div className="line line-wrap">
          <SegmentedControl aria-label={which} data={[...views]} value={view} onChange={choose} />
          {filter?.bar}
        </div>
        {above}
        <List key={view} view={view} {...props} />
      </div>
    </Page>
  )
}

function List<T>({ title, view, useList, failed, empty, filter, columns, addressOf, draw }: ListScreenProps<T> & { view: string }) {
  const { items, error, refetch, more } = useList(view)
  const current = useListPosition(items?.map(addressOf) ?? [])
  if (error && !items)
    return (
      <ErrorState
        what={failed}
        kept={`${error.message} ${say('keptNothing')}`}
        action={<Button onClick={() => void refetch()}>{say('again')}</Button>}
      />
    )
  if (items?.length === 0) return <EmptyState {...(filter?.isOn ? filter.none : empty)} />
  return (
    <Panel title={title} note={items?.length}>
      {!items && <RowsSkeleton />}
      {items && (
        <Rows columns={columns.wide} narrowColumns={columns.narrow} head={columns.head} isTall label={title}>
          {items.map((item, i) => (
            <Row key={addressOf(item)} isCurrent={i === current}>
              {draw(item)}
            </Row>
          ))}
        </Rows>
      )}
      {more && (
        <div className="panel-inside">
          <Button loading={more.isLoading} onClick={more.load}>
            {say('showMore')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
