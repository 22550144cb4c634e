/** Formats by their names. Source: k8s.io/apiserver/pkg/cel/library/format.go. */
import { isQualifiedName, isValidLabelValue } from '../../apis/validation/labels.js';
import { nameIsDNS1035Label, nameIsDNSLabel, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { fitsFormat } from '../../apis/validation/text-formats.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { actualSize, type CallCost, REGEX_LENGTH, sizeOf, TRAVERSAL, UNIT } from '../cost/call-cost.js';
import { scaled } from '../cost/range.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { type CelValue, LibraryValue, list, Optional } from '../values/value.js';
import { urlError } from './urls.js';

type Check = (text: string) => readonly string[];

class Format extends LibraryValue {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly check: Check;
  /** About how long the pattern is. */
  readonly size: number;

  constructor(name: string, size: number, check: Check) {
    super();
    this.name = name;
    this.size = size;
    this.check = check;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Format && other.name === this.name;
  }
}

function fitting(format: string, otherwise: string): Check {
  return (text) => (fitsFormat(text, format) ? [] : [otherwise]);
}

function uriErrors(text: string): string[] {
  const error = urlError(text);
  return error === undefined ? [] : [error];
}

function formatsFor(wording: ValidationWording): ReadonlyMap<string, Format> {
  return new Map(
    [
      new Format('dns1123Label', 30, (text) => nameIsDNSLabel(text, false, wording)),
      new Format('dns1123Subdomain', 60, (text) => nameIsDNSSubdomain(text, false)),
      new Format('dns1035Label', 30, (text) => nameIsDNS1035Label(text, false)),
      new Format('qualifiedName', 60, (text) => isQualifiedName(text, wording)),
      new Format('dns1123LabelPrefix', 30, (text) => nameIsDNSLabel(text, true, wording)),
      new Format('dns1123SubdomainPrefix', 60, (text) => nameIsDNSSubdomain(text, true)),
      new Format('dns1035LabelPrefix', 30, (text) => nameIsDNS1035Label(text, true)),
      new Format('labelValue', 40, (text) => isValidLabelValue(text, wording)),
      new Format('uri', 1103, uriErrors),
      new Format('uuid', 70, fitting('uuid', 'does not match the UUID format')),
      new Format('byte', 83, fitting('byte', 'invalid base64')),
      new Format('date', 71, fitting('date', 'invalid date')),
      new Format('datetime', 71, fitting('datetime', 'invalid datetime')),
    ].map((format) => [format.name, format]),
  );
}

/** How much a pattern of the longest kind takes. */
const LONGEST_PATTERN = 128;

const VALIDATION: CallCost = {
  estimate: ([, text]) => ({ cost: scaled(scaled(sizeOf(text), TRAVERSAL), LONGEST_PATTERN * REGEX_LENGTH) }),
  actual: ([format, text]) => {
    const pattern = format instanceof Format ? format.size : LONGEST_PATTERN;
    return Math.ceil((1 + actualSize(text)) * TRAVERSAL) * Math.ceil(pattern * REGEX_LENGTH);
  },
};

function validate(format: CelValue, text: string): Optional {
  const errors = format instanceof Format ? format.check(text) : [];
  return errors.length === 0 ? Optional.NONE : new Optional(list(errors));
}

/** `wording`: how the version words what is wrong with a name. */
export function namedFormats(wording: ValidationWording): readonly FunctionDeclaration[] {
  const formats = formatsFor(wording);
  return [
    ...[...formats].map(([name, format]) =>
      declare(
        `format.${name}`,
        overload(`format.${name}`, '() -> kubernetes.NamedFormat', () => format),
      ),
    ),
    declare(
      'format.named',
      overload(
        'format-named',
        '(string) -> optional_type(kubernetes.NamedFormat)',
        (name: string) => new Optional(formats.get(name)),
        UNIT,
      ),
    ),
    declare(
      'validate',
      memberOverload(
        'format-validate',
        '(kubernetes.NamedFormat, string) -> optional_type(list(string))',
        validate,
        VALIDATION,
      ),
    ),
  ];
}
