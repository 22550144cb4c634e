/** The body of an apply: YAML, which JSON is too. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go, sigs.k8s.io/yaml. */
import { newBadRequest } from '../apis/errors.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type Features } from '../features/features.js';
import { type ValueMap } from '../managedfields/value.js';
import { parseYaml } from './body-format.js';
import { jsonKind } from './patch/errors.js';

export interface AppliedBody {
  /** The object; made once more for whoever asks. @throws StatusError 400 for what is none. */
  object(): ValueMap;
  /** What strict field validation answers where a key comes twice. */
  readonly strictError: string | undefined;
  /** The same, for warnings. */
  readonly lines: readonly string[];
}

/** @throws StatusError 400 for what is no YAML. */
export function parseApplied(body: Uint8Array, { behaviours }: Features): AppliedBody {
  const what = behaviours.applyErrorsNamePatch ? 'patch' : 'YAML';
  const refuse = (cause: string): Error => newBadRequest(`error decoding ${what}: ${cause}`);
  const whole = Buffer.from(body).toString('utf8');
  // What does not begin as JSON is turned into that first, in versions that look at patches before anything else.
  const first = behaviours.applyErrorsNamePatch && !whole.trimStart().startsWith('{');
  const { value, strictErrors } = parse(whole, (cause) =>
    first ? newBadRequest(`error encoding patch: ${cause}`) : refuse(`error converting YAML to JSON: ${cause}`),
  );
  const [text] = strictErrors;
  const strict =
    text === undefined ? undefined : `error strict decoding ${what}: error converting YAML to JSON: ${text}`;
  return {
    object: () => {
      if (value === null || value === undefined) return {};
      if (isPlainObject(value)) return value;
      throw refuse(
        `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
      );
    },
    strictError: strict,
    lines: (text ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim()),
  };
}

function parse(text: string, refuse: (cause: string) => Error): ReturnType<typeof parseYaml> {
  try {
    const value: unknown = JSON.parse(text);
    // JSON with a key twice is left to YAML's reader, which tells the line.
    if (JSON.stringify(value).length >= compactLength(text)) return { value, strictErrors: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  try {
    const { value, strictErrors } = parseYaml(text);
    return { value: JSON.parse(JSON.stringify(value ?? null)), strictErrors };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw refuse(error.message);
  }
}

/** The length of JSON text without the space between its tokens. */
function compactLength(text: string): number {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1').length;
}
