/** Source: pkg/apis/core/validation/events.go. */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type StrategyContext } from '../rest.js';
import { type Event, type ObjectReference } from './event.js';
import { immutableStructure, sameMicrosecond, type StructureName } from './immutable.js';

const LONGEST_NAME = 128;
const LONGEST_NOTE = 1024;
const TYPES = ['Normal', 'Warning'];
/** Where what has no namespace is told of. */
const CLUSTER_NAMESPACES = ['default', 'kube-system'];

type Asked = Pick<StrategyContext, 'features' | 'group' | 'version'>;

/** The newest version asks for more than the older ones ever did. */
function isStrict({ group, version }: Asked): boolean {
  return group === 'events.k8s.io' && version === 'v1';
}

export function validateEvent(event: Event, asked: Asked): FieldError[] {
  return [...validateAlways(event, asked), ...(isStrict(asked) ? validateNew(event) : [])];
}

export function validateEventUpdate(event: Event, old: Event, asked: Asked): FieldError[] {
  const before = asked.features.behaviours.eventUpdatesComparedWithThemselves ? event : old;
  return [...validateAlways(event, asked), ...(isStrict(asked) ? validateChange(event, before, asked) : [])];
}

function validateAlways(event: Event, asked: Asked): FieldError[] {
  const { behaviours } = asked.features;
  const { namespace = '' } = event.involvedObject ?? {};
  const own = event.metadata.namespace ?? '';
  const path = Path.of('involvedObject', 'namespace');
  const elsewhere = [invalid(path, namespace, 'does not match event.namespace')];
  if (!event.eventTime) return own === (namespace || 'default') ? [] : elsewhere;
  const { reportingComponent = '', reportingInstance = '', action = '', reason = '', message = '' } = event;
  const core = asked.group !== 'events.k8s.io' && behaviours.eventErrorsNameComponent;
  const component = Path.of(core ? 'reportingComponent' : 'reportingController');
  return [
    ...(namespace === '' && !CLUSTER_NAMESPACES.includes(own) ? elsewhere : []),
    ...(reportingComponent === '' ? [required(component)] : []),
    ...isQualifiedName(reportingComponent, behaviours).map((text) => invalid(component, reportingComponent, text)),
    ...validateText(reportingInstance, 'reportingInstance'),
    ...validateText(action, 'action'),
    ...validateText(reason, 'reason'),
    ...validateLength(message, 'message', LONGEST_NOTE),
  ];
}

function validateText(text: string, field: string): FieldError[] {
  return [...(text === '' ? [required(Path.of(field))] : []), ...validateLength(text, field, LONGEST_NAME)];
}

function validateLength(text: string, field: string, limit: number): FieldError[] {
  const tooLong = Buffer.byteLength(text) > limit;
  return tooLong ? [invalid(Path.of(field), '', `can have at most ${String(limit)} characters`)] : [];
}

function validateSeries({ series }: Event): FieldError[] {
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid(Path.of('series.count'), '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required(Path.of('series.lastObservedTime'))]),
  ];
}

function validateNew(event: Event): FieldError[] {
  const { type = '', source = {}, count = 0, firstTimestamp, lastTimestamp } = event;
  const { name = '' } = event.metadata;
  const set = {
    firstTimestamp: Boolean(firstTimestamp),
    lastTimestamp: Boolean(lastTimestamp),
    count: count !== 0,
    source: Boolean(source.component) || Boolean(source.host),
  };
  return [
    ...nameIsDNSSubdomain(name, false).map((text) => invalid(Path.of('metadata', 'name'), name, text)),
    ...validateSeries(event),
    ...(event.eventTime ? [] : [required(Path.of('eventTime'))]),
    ...(TYPES.includes(type) ? [] : [invalid(Path.of('type'), '', `has invalid value: ${type}`)]),
    ...Object.entries(set).flatMap(([field, is]) => (is ? [invalid(Path.of(field), '', 'needs to be unset')] : [])),
  ];
}

function validateChange(event: Event, old: Event, { features }: Asked): FieldError[] {
  const fixed = (field: string, value: unknown, before: unknown, as: StructureName): FieldError[] =>
    isDeepStrictEqual(value, before) ? [] : [immutableStructure(Path.of(field), value, as, features.behaviours)];
  const text = (field: string, name: keyof Event = field as keyof Event): FieldError[] =>
    fixed(field, event[name] ?? '', old[name] ?? '', 'text');
  const time = (field: 'firstTimestamp' | 'lastTimestamp'): FieldError[] =>
    fixed(field, event[field] ?? null, old[field] ?? null, 'Time');
  const withoutEmpty = (reference: ObjectReference | null | undefined): object =>
    Object.fromEntries(Object.entries(reference ?? {}).filter(([, value]) => value !== ''));
  const [related, before] = [event.related, old.related].map((one) => (one ? withoutEmpty(one) : null));
  return [
    ...(isDeepStrictEqual(event.series, old.series) ? [] : validateSeries(event)),
    ...fixed('involvedObject', withoutEmpty(event.involvedObject), withoutEmpty(old.involvedObject), 'ObjectReference'),
    ...text('reason'),
    ...text('message'),
    ...fixed('source', event.source ?? {}, old.source ?? {}, 'EventSource'),
    ...time('firstTimestamp'),
    ...time('lastTimestamp'),
    ...fixed('count', event.count ?? 0, old.count ?? 0, 'number'),
    ...text('reason'),
    ...text('type'),
    ...(sameMicrosecond(event.eventTime, old.eventTime)
      ? []
      : fixed('eventTime', event.eventTime ?? null, old.eventTime ?? null, 'MicroTime')),
    ...text('action'),
    ...fixed('related', related, before, 'ObjectReference'),
    ...text('reportingController', 'reportingComponent'),
    ...text('reportingInstance'),
  ];
}
