/** The options in a request's query. Source: k8s.io/apimachinery/pkg/apis/meta/v1/{types,validation}, apis/meta/internalversion. */
import { newBadRequest, newInvalid } from '../apis/errors.js';
import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type DeleteOptions } from '../apis/meta/v1.js';
import { validateDeleteOptions, validateDryRun } from '../apis/validation/delete-options.js';
import { type Features } from '../features/features.js';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** What becomes of unknown and duplicate fields. */
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
}

export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly watch: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** Seconds; undefined: the server's own. */
  readonly timeoutSeconds: number | undefined;
  readonly limit: number;
  readonly continue: string;
  readonly sendInitialEvents: boolean | undefined;
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

function refuse(kind: OptionsKind, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw newInvalid({ group: 'meta.k8s.io', kind }, '', errors);
}

const FIELD_MANAGER_MAX = 128;

const WARNING: WriteOptions = { dryRun: false, fieldManager: '', fieldValidation: 'Warn' };
const IGNORING: WriteOptions = { ...WARNING, fieldValidation: 'Ignore' };

/** 422 for a value that is not allowed. */
export function writeOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  features: Features,
  { apply = false }: { readonly apply?: boolean } = {},
): WriteOptions {
  const checked = features.enabled('ServerSideFieldValidation');
  if (query.size === 0 && !apply) return checked ? WARNING : IGNORING;
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = checked ? (query.get('fieldValidation') ?? '') : '';
  const path = Path.of('fieldManager');
  refuse(kind, [
    ...(apply && fieldManager === '' ? [required(path, 'is required for apply patch')] : []),
    ...validateDryRun(query.getAll('dryRun'), features.behaviours),
    ...(fieldManager.length > FIELD_MANAGER_MAX
      ? [tooLong(path, `${features.behaviours.tooLongPhrase} ${FIELD_MANAGER_MAX} bytes`)]
      : []),
    ...unprintable(path, fieldManager),
    ...(isFieldValidation(fieldValidation) || fieldValidation === ''
      ? []
      : [notSupported(Path.of('fieldValidation'), fieldValidation, ['', 'Ignore', 'Strict', 'Warn'])]),
  ]);
  return {
    dryRun: query.has('dryRun'),
    fieldManager,
    fieldValidation: isFieldValidation(fieldValidation) ? fieldValidation : checked ? 'Warn' : 'Ignore',
  };
}

function isFieldValidation(text: string): text is WriteOptions['fieldValidation'] {
  return text === 'Ignore' || text === 'Warn' || text === 'Strict';
}

function unprintable(path: Path, text: string): FieldError[] {
  const position = Array.from(text).findIndex((c) => /[\p{C}\p{Zl}\p{Zp}]/u.test(c));
  if (position < 0) return [];
  const code = (Array.from(text)[position]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [invalid(path, text, `invalid character U+${code} (at position ${position})`)];
}

/** The options of a DELETE that came in the query. */
export function deleteOptions(query: URLSearchParams): DeleteOptions {
  const grace = query.get('gracePeriodSeconds');
  const orphan = query.get('orphanDependents');
  const policy = query.get('propagationPolicy');
  const dryRun = query.getAll('dryRun');
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: integer(grace) }),
    ...(orphan === null ? {} : { orphanDependents: boolean(orphan) }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(dryRun.length === 0 ? {} : { dryRun }),
  };
}

/** 422 for options of a DELETE that contradict each other. */
export function checkDeleteOptions(options: DeleteOptions, features: Features): void {
  refuse('DeleteOptions', validateDeleteOptions(options, features.behaviours));
}

/** 400 for what cannot be read, 422 for combinations that upstream refuses. */
export function listOptions(query: URLSearchParams, features: Features): ListOptions {
  const timeout = query.get('timeoutSeconds');
  const limit = query.get('limit');
  const initial = features.behaviours.listOptionsHaveInitialEvents ? query.get('sendInitialEvents') : null;
  const asked: ListOptions = {
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: query.get('fieldSelector') ?? '',
    watch: boolean(query.get('watch') ?? ''),
    allowWatchBookmarks: boolean(query.get('allowWatchBookmarks') ?? ''),
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get('resourceVersionMatch') ?? '',
    timeoutSeconds: timeout === null || timeout === '' ? undefined : integer(timeout),
    limit: limit === null || limit === '' ? 0 : integer(limit),
    continue: query.get('continue') ?? '',
    sendInitialEvents: initial === null ? undefined : boolean(initial),
  };
  const options = withDefaults(asked, features);
  refuse('ListOptions', options.watch ? watchErrors(options, features) : listErrors(options));
  return options;
}

/** A watch from anywhere asks for the initial events. Source: apis/meta/internalversion/defaults.go. */
function withDefaults(options: ListOptions, features: Features): ListOptions {
  const { watch, resourceVersion, resourceVersionMatch, sendInitialEvents } = options;
  const anywhere = resourceVersion === '' || resourceVersion === '0';
  const asked = sendInitialEvents !== undefined || resourceVersionMatch !== '';
  if (!watch || !anywhere || asked || !features.enabled('WatchList')) return options;
  return { ...options, sendInitialEvents: true, resourceVersionMatch: NOT_OLDER_THAN };
}

const MATCH = Path.of('resourceVersionMatch');
const INITIAL_EVENTS = Path.of('sendInitialEvents');
const NOT_OLDER_THAN = 'NotOlderThan';
const MATCHES = ['Exact', NOT_OLDER_THAN, ''];
const NO_MATCH_WITH_CONTINUE = 'resourceVersionMatch is forbidden when continue is provided';

function listErrors(options: ListOptions): FieldError[] {
  const errors = matchErrors(options);
  if (options.sendInitialEvents === undefined) return errors;
  return [...errors, forbidden(INITIAL_EVENTS, 'sendInitialEvents is forbidden for list')];
}

function matchErrors(options: ListOptions): FieldError[] {
  const { resourceVersionMatch: match, resourceVersion } = options;
  const errors: FieldError[] = [];
  if (match === '') return errors;
  if (resourceVersion === '') {
    errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
  }
  if (options.continue !== '') {
    errors.push(forbidden(MATCH, NO_MATCH_WITH_CONTINUE));
  }
  if (!MATCHES.includes(match)) errors.push(notSupported(MATCH, match, MATCHES));
  if (match === 'Exact' && resourceVersion === '0') {
    errors.push(forbidden(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return errors;
}

function watchErrors(options: ListOptions, features: Features): FieldError[] {
  const { resourceVersionMatch: match, sendInitialEvents } = options;
  if (!features.behaviours.listOptionsHaveInitialEvents) {
    return match === ''
      ? []
      : [forbidden(MATCH, 'resourceVersionMatch is forbidden for watch'), ...matchErrors(options)];
  }
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined) {
    if (match !== NOT_OLDER_THAN) {
      errors.push(forbidden(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    }
    if (!features.enabled('WatchList')) {
      const text = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
      errors.push(forbidden(INITIAL_EVENTS, text));
    }
  }
  if (match === '') return errors;
  if (sendInitialEvents === undefined) {
    const text = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    errors.push(forbidden(MATCH, text));
  }
  if (match !== NOT_OLDER_THAN) errors.push(notSupported(MATCH, match, [NOT_OLDER_THAN]));
  if (options.continue !== '') errors.push(forbidden(MATCH, NO_MATCH_WITH_CONTINUE));
  return errors;
}

function boolean(text: string): boolean {
  if (['', '0', 'false', 'False', 'FALSE', 'f', 'F'].includes(text)) return false;
  return true;
}

function integer(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw newBadRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}
