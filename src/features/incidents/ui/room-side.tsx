import { Slot } from '../../../web/shell/slot.tsx'
import { AlertsPanel } from './alerts-panel.tsx'
import { ChangesPanel, PlacesPanel, TimesPanel } from './beside-panels.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { ImpactPanel } from './impact-panel.tsx'
import { DecisionsPanel, NotesPanel, QuestionsPanel } from './knowledge-panels.tsx'
import { MitigationPanel } from './mitigation-panel.tsx'
import { useRoom } from './room.ts'
import { TasksPanel } from './tasks-panel.tsx'

/** What stands beside the timeline, in the order in which it is needed. */
export function RoomSide() {
  const { id, resolvedAt } = useRoom().incident
  return (
    <>
      {!resolvedAt && <MitigationPanel />}
      <ImpactPanel />
      <TasksPanel />
      <Slot name="incident.side" subject={id} />
      <QuestionsPanel />
      <AlertsPanel />
      <ChangesPanel />
      <DecisionsPanel />
      <EvidencePanel />
      <NotesPanel />
      <PlacesPanel />
      <TimesPanel />
    </>
  )
}
