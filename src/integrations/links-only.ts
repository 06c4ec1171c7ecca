/** What is lost where a chat's buttons cannot come back: they are links to the page with the button. */
export const linksOnly =
  (chat: string) =>
  ({ hearUrl }: { hearUrl?: string }): string | null =>
    hearUrl
      ? null
      : `Messages have links instead of buttons: ${chat} cannot post presses to this installation. Set TOCSIN_PUBLIC_URL to an https address that can be reached from the internet.`
