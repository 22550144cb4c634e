/** The fields of Go's Quantity after parsing, as go-spew writes them. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go. */

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const MAX_INT64 = 9_223_372_036_854_775_807n;
/** Digits of which a product of int64 is sure to hold. */
const MOST_DIGITS = 18;
const BINARY_DIGITS = 15;
const NANO = 9;
const WORD = 64n;

interface Parts {
  readonly amount: { readonly value: bigint; readonly scale: number };
  readonly decimal?: { readonly unscaled: bigint; readonly scale: number };
  readonly text: string;
  readonly format: string;
}

/** `text` is canonical, as quantities are stored. */
export function goQuantity(text: string): string {
  const { amount, decimal, text: kept, format } = parse(text);
  const int64 = `(resource.int64Amount){value:(int64)${String(amount.value)} scale:(resource.Scale)${String(amount.scale)}}`;
  const dec = decimal === undefined ? '<nil>' : bigDecimal(decimal.unscaled, decimal.scale);
  return `{i:${int64} d:(resource.infDecAmount){Dec:(*inf.Dec)${dec}} s:(string)${kept} Format:(resource.Format)${format}}`;
}

function parse(text: string): Parts {
  const none = { value: 0n, scale: 0 };
  if (text === '0') return { amount: none, text, format: 'DecimalSI' };
  const [, sign = '', leading = '', fraction = '', suffix = ''] = SHAPE.exec(text) ?? [];
  const whole = leading.replace(/^0+/, '') || '0';
  const { exponent, format } = unitOf(suffix);
  const binary = format === 'BinarySI';
  const digits = whole + fraction;
  const negated = (value: bigint): bigint => (sign === '-' ? -value : value);
  const precision = binary
    ? fraction === ''
      ? BINARY_DIGITS - whole.length - Math.trunc(exponent * 0.3) - 1
      : -1
    : MOST_DIGITS - digits.length;
  const scale = (binary ? 0 : exponent) - fraction.length;
  const factor = binary ? 1n << BigInt(exponent) : 1n;
  if (precision >= 0 && scale >= -NANO) {
    const value = BigInt(digits);
    const canonical = binary
      ? exponent % 10 === 0 && value % 8n !== 0n
      : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
    return { amount: { value: negated(value * factor), scale }, text: canonical ? text : '', format };
  }
  let unscaled = shifted(BigInt(digits) * factor, NANO + scale);
  if (binary && unscaled > MAX_INT64 * 10n ** BigInt(NANO)) unscaled = MAX_INT64 * 10n ** BigInt(NANO);
  return { amount: none, decimal: { unscaled: negated(unscaled), scale: NANO }, text: '', format };
}

function unitOf(suffix: string): { exponent: number; format: string } {
  const decimal = DECIMAL.indexOf(suffix);
  if (decimal !== -1) return { exponent: decimal * 3 - 9, format: 'DecimalSI' };
  const binary = BINARY.indexOf(suffix);
  if (binary !== -1) return { exponent: binary * 10, format: 'BinarySI' };
  return { exponent: Number(suffix.slice(1)), format: 'DecimalExponent' };
}

/** Times ten to the power, rounded up. */
function shifted(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

function bigDecimal(unscaled: bigint, scale: number): string {
  const negative = unscaled < 0n;
  const words: string[] = [];
  for (let rest = negative ? -unscaled : unscaled; rest > 0n; rest >>= WORD)
    words.push(String(BigInt.asUintN(64, rest)));
  const abs = words.length === 0 ? '<nil>' : `[${words.join(' ')}]`;
  return `{unscaled:(big.Int){neg:(bool)${String(negative)} abs:(big.nat)${abs}} scale:(inf.Scale)${String(scale)}}`;
}
