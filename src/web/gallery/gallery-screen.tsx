import './gallery.css'
import { useEffect } from 'react'
import { stopClockAt } from '../clock.ts'
import { Buttons, Neutrals, People, Severities, TypeScale } from './looks.tsx'
import { Clocks, Empty, Failed, Loading, Offline, Undo } from './states.tsx'
import { STORY_NOW } from './story.ts'
import { say } from './strings.ts'
import { Chains, Composers, Forms, Lists, Rulers, Timelines, TimesAndPeople } from './work.tsx'

/** Every part of the kit in every state, at one moment of the story: what screens are built from and tested against. */
export function Screen() {
  useEffect(() => stopClockAt(STORY_NOW), [])
  return (
    <main className="gallery">
      <h1 className="sr">{say('title')}</h1>
      <div className="gallery-column">
        <Neutrals />
        <Severities />
        <TypeScale />
        <Buttons />
      </div>
      <div className="gallery-column">
        <Clocks />
        <Loading />
        <Failed />
        <TimesAndPeople />
      </div>
      <div className="gallery-column">
        <Empty />
        <Offline />
        <Undo />
        <People />
      </div>
      <div className="gallery-wide">
        <Rulers />
        <Chains />
        <Lists />
        <Composers />
        <Timelines />
        <Forms />
      </div>
    </main>
  )
}
