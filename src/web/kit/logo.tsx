/** The arch and the line: a placeholder until there is a logo. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2.2}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M5 17v-6a7 7 0 0 1 14 0v6M2.5 20.5h19M12 11v5.5" />
    </svg>
  )
}
