import { Panel } from '../../../web/kit/panel.tsx'
import { AlertFrame } from './alert-frame.tsx'
import { AlertSide } from './alert-side.tsx'
import { Ledger } from './ledger.tsx'
import { say } from './strings.ts'
import { History, WhyPanel } from './why-panel.tsx'

/** One sentence first, then its proof, then every attempt, the future ones included. */
export function Screen() {
  return (
    <AlertFrame>
      {(alert) => (
        <div className="alert-grid">
          <div className="alert-main">
            <WhyPanel alert={alert} />
            <Ledger alert={alert} />
            <Panel title={say('history')} isPadded>
              <History alert={alert} />
            </Panel>
          </div>
          <AlertSide alert={alert} />
        </div>
      )}
    </AlertFrame>
  )
}
