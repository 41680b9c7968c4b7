/** 册, cut as a seal. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#b23a24" />
      <path
        d="M9.5 24V8.5H14V22.5Q14 24 12.3 24M18 24V8.5H22.5V22.5Q22.5 24 20.8 24M5.8 15.8H26.2"
        fill="none"
        stroke="#fff"
        strokeWidth="2.1"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
