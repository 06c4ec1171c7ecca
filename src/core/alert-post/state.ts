/** The posts of one alert in the channels that ask for alerts. Its subject's id is the alert's. */
export type AlertPostState = StandingAlert | ForgottenAlert

export type StandingAlert = {
  title: string
  severity: string
  service: string | null
  posts: AlertPost[]
  isResolved: boolean
}

/** `handle` is what the chat calls the post, null until it stands there; `isMarked`: it says, or is about to say, that it is over. */
export type AlertPost = { message: string; target: string; channel: string; road: string; handle: string | null; isMarked: boolean }

/** Nobody looks at it any more; its facts stay provable. */
export type ForgottenAlert = { forgotten: true }
