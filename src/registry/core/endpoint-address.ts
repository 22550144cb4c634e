/** Source: pkg/apis/core/validation/validation.go (ValidateEndpointIP). */
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { parseIP } from '../../apis/validation/cidr.js';

/** Ranges that lead nowhere outside of a node. */
const RANGES: readonly (readonly [RegExp, string])[] = [
  [/^127\.|^(0*:)+0*1$/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^169\.254\.|^fe[89ab][0-9a-f]:/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^224\.0\.0\.|^ff02:/i, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

export function validateEndpointIP(text: string, path: Path): FieldError[] {
  const address = parseIP(text);
  if (address === undefined) return [invalid(path, text, 'must be a valid IP address')];
  return [
    ...(/^[0.]+$|^[0:]+$/.test(address) ? [invalid(path, text, `may not be unspecified (${text})`)] : []),
    ...RANGES.filter(([range]) => range.test(address)).map(([, detail]) => invalid(path, text, detail)),
  ];
}
