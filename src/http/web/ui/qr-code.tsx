import { encode } from 'uqr'

/** Modules of white around the code, as scanners want it (ISO/IEC 18004 §9.1). */
const QUIET = 4

/** A text as a QR code: one path, nothing inline but its shape. Dark on light in every scheme. */
export const QrCode = ({ text, label }: { text: string; label: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
