/** Numbers as Go prints them with `%v`: `0.5`, `1e+06` for what is no integer type, `1e-07`. Source: strconv.FormatFloat with 'g' and the thresholds of fmt. */

/** A float64's text. */
export function floatText(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0 || !Number.isFinite(value))
    return value === 0 ? '0' : value > 0 ? '+Inf' : Number.isNaN(value) ? 'NaN' : '-Inf';
  if (magnitude >= 1e-4 && magnitude < 1e21) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
