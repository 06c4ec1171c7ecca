import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const SHADES = 10

/** Mantine wants ten shades of a colour; ours is one token that both themes fill. */
const single = (token: string): MantineColorsTuple =>
  Array.from({ length: SHADES }, () => `var(--${token})`) as unknown as MantineColorsTuple

/** Mantine's greys, filled with our neutrals from the lightest paper to the darkest ink. */
const GRAY: MantineColorsTuple = [
  '#f3f3f0',
  '#ececea',
  '#e4e4df',
  '#d6d6d0',
  '#c3c3bc',
  '#868d95',
  '#5f666f',
  '#454b53',
  '#2b2f34',
  '#17191c',
]
const DARK: MantineColorsTuple = [
  '#eceef0',
  '#b0b6be',
  '#8f969f',
  '#69717a',
  '#3a3f46',
  '#262a2f',
  '#1c1f23',
  '#16181b',
  '#0f1012',
  '#0a0b0c',
]

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '4px', md: '6px', lg: '10px', xl: '999px' },
  defaultRadius: 'md',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  breakpoints: { xs: '360px', sm: '640px', md: '1024px', lg: '1360px', xl: '1920px' },
  colors: { ink: single('ink'), accent: single('accent'), red: single('missed'), gray: GRAY, dark: DARK },
  primaryColor: 'ink',
  black: '#17191c',
  focusRing: 'never',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { variant: 'default' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, transitionProps: { duration: 0 } } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, centered: true } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
  },
})

const OURS = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-error': 'var(--missed)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-2)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-disabled': 'var(--surface-2)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-filled-hover': 'color-mix(in srgb, var(--ink) 88%, var(--bg))',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
  '--mantine-color-ink-filled': 'var(--ink)',
  '--mantine-color-ink-filled-hover': 'color-mix(in srgb, var(--ink) 88%, var(--bg))',
  '--mantine-color-ink-text': 'var(--text)',
  '--mantine-color-ink-outline': 'var(--line-2)',
  '--mantine-color-ink-light': 'var(--surface-2)',
  '--mantine-color-ink-light-hover': 'var(--surface-3)',
  '--mantine-color-ink-light-color': 'var(--text)',
}

/** Our tokens already know both themes, so Mantine gets the same names for each. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--mantine-line-height': 'var(--lh-13)' },
  light: OURS,
  dark: OURS,
})
