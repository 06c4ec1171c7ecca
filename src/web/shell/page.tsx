import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode, useEffect } from 'react'
import { KeyHint } from '../kit/key-hint.tsx'
import { DisplayChip } from './display-chip.tsx'
import { openPalette } from './palette-store.ts'
import { Slot } from './slot.tsx'
import { say } from './strings.ts'

export type PageTab = { label: string; to: string; count?: number /** The count is of what went wrong. */; isBad?: boolean }

export type PageProps = {
  /** The name of the screen or of what it shows; also the title of the window. */
  title: string
  /** Quiet words behind the title: the day, the number of people here. */
  note?: ReactNode
  /** The way back: Alerts / ALR-48213. */
  crumbs?: readonly { label: string; to: string }[]
  tabs?: readonly PageTab[]
  /** Before the palette's button: people present. */
  aside?: ReactNode
  /** Instead of the shell's usual primary button. */
  action?: ReactNode
  /** The content reaches the edges and scrolls by itself (war room, editors). */
  isFull?: boolean
  children: ReactNode
}

/** The frame of a screen: top bar and content. */
export function Page({ title, note, crumbs = [], tabs = [], aside, action, isFull = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${say('product')}`
  }, [title])
  return (
    <main className="page">
      <header className="top">
        <Crumbs crumbs={crumbs} />
        <h1>{title}</h1>
        {note && <span className="t3 only-wide">{note}</span>}
        {tabs.length > 0 && <PageTabs tabs={tabs} label={title} className="only-wide" />}
        <span className="top-end">
          {aside}
          <PaletteButton />
          <DisplayChip />
          {action ?? <Slot name="shell.primary" />}
        </span>
      </header>
      {tabs.length > 0 && !isFull && (
        <div className="only-narrow">
          <PageTabs tabs={tabs} label={title} className="tabs-narrow" />
        </div>
      )}
      <div id="content" className={isFull ? 'content content-full' : 'content'} tabIndex={-1}>
        {children}
      </div>
    </main>
  )
}

function Crumbs({ crumbs }: { crumbs: NonNullable<PageProps['crumbs']> }) {
  if (crumbs.length === 0) return null
  return (
    <nav className="crumbs" aria-label={say('crumb')}>
      {crumbs.map((crumb) => (
        <Fragment key={crumb.to}>
          <Link to={crumb.to}>{crumb.label}</Link>
          <span aria-hidden>/</span>
        </Fragment>
      ))}
    </nav>
  )
}

function PageTabs({ tabs, label, className }: { tabs: readonly PageTab[]; label: string; className: string }) {
  return (
    <nav className={`tabs ${className}`} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} className="tab" activeOptions={{ exact: true, includeSearch: false }}>
          {tab.label}
          {tab.count !== undefined && <span className={tab.isBad ? 'missed' : 't3'}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  )
}

function PaletteButton() {
  return (
    <button type="button" className="find" onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={16} aria-hidden />
      <span className="find-word">{say('findOrDo')}</span>
      <KeyHint keys="mod+k" />
    </button>
  )
}
