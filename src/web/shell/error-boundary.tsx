import { Button } from '@mantine/core'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { ErrorState } from '../kit/error-state.tsx'
import { say } from './strings.ts'

type Props = { children: ReactNode }
type State = { error?: unknown; id?: string }

const ID_LENGTH = 8

/** Holds a fault inside its part of the screen, says what still works and gives an id that is also in the browser's log. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error, id: `ui ${crypto.randomUUID().slice(0, ID_LENGTH)}` }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(this.state.id, error, info.componentStack)
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <Crash id={this.state.id} onAgain={() => this.setState({ error: undefined, id: undefined })} />
  }
}

export function Crash({ id, onAgain }: { id?: string; onAgain: () => void }) {
  return (
    <ErrorState
      what={say('crashed')}
      kept={say('crashedKept')}
      id={id}
      action={
        <Button size="xs" onClick={onAgain}>
          {say('reload')}
        </Button>
      }
    />
  )
}
