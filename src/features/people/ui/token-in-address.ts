/** The token behind the # of a one-time link; it never reaches the server's log. '' when there is none. */
export const tokenInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('token') ?? ''

/** Takes it out of the address, so that it does not stay in the history of a shared computer. */
export const forgetTokenInAddress = (): void => history.replaceState(history.state, '', location.pathname)
