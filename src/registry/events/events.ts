/** Events of events.k8s.io, which are the core group's under other names. Source: pkg/apis/events/v1/conversion.go, pkg/apis/core/validation/events.go. */
import { newInvalid } from '../../apis/errors.js';
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { translateTimestampSince } from '../../printers/duration.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface Reference {
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  apiVersion?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

/** As the core group has it: how events are stored. */
interface CoreEvent extends KubeObject {
  eventTime?: string | null;
  type?: string;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  count?: number;
  source?: { component?: string; host?: string };
  series?: { count?: number; lastObservedTime?: string | null };
  involvedObject?: Reference;
  reportingComponent?: string;
  reportingInstance?: string;
  reason?: string;
}

interface Event extends KubeObject {
  regarding?: Reference;
  note?: string;
  type?: string;
  reason?: string;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string | null };
  deprecatedFirstTimestamp?: string | null;
  deprecatedLastTimestamp?: string | null;
  deprecatedCount?: number;
  deprecatedSource?: { component?: string; host?: string };
  reportingController?: string;
  reportingInstance?: string;
}

/** Ours, and the core group's. */
const NAMES: readonly (readonly [ours: string, core: string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
  ['reportingController', 'reportingComponent'],
];

const REFERENCE_FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;
const FIXED = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'type',
  'eventTime',
  'action',
  'related',
];
const TYPES = ['Normal', 'Warning'];

function rename(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]),
  ) as unknown as KubeObject;
}

const toCore = new Map(NAMES);
const fromCore = new Map(NAMES.map(([ours, core]) => [core, ours]));
const conversion = {
  decode: (wire: KubeObject): KubeObject => rename(wire, toCore),
  encode: (stored: KubeObject): KubeObject => rename(stored, fromCore),
};

function validateSeries({ series }: CoreEvent): FieldError[] {
  if (series === undefined) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid(Path.of('series', 'count'), '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required(Path.of('series', 'lastObservedTime'))]),
  ];
}

/** What the stable version asks of new events beyond what the core group does. */
function validateNew(event: CoreEvent): FieldError[] {
  const { type = '', source = {}, count = 0 } = event;
  const unset = (field: string, set: boolean): FieldError[] =>
    set ? [invalid(Path.of(field), '', 'needs to be unset')] : [];
  return [
    ...validateSeries(event),
    ...(event.eventTime ? [] : [required(Path.of('eventTime'))]),
    ...(TYPES.includes(type) ? [] : [invalid(Path.of('type'), '', `has invalid value: ${type}`)]),
    ...unset('firstTimestamp', Boolean(event.firstTimestamp)),
    ...unset('lastTimestamp', Boolean(event.lastTimestamp)),
    ...unset('count', count !== 0),
    ...unset('source', Boolean(source.component) || Boolean(source.host)),
  ];
}

function validateChange(event: CoreEvent, old: CoreEvent): FieldError[] {
  const [next, last] = [event, old] as unknown as [Record<string, unknown>, Record<string, unknown>];
  const seriesChanged = JSON.stringify(event.series) !== JSON.stringify(old.series);
  return [
    ...(seriesChanged ? validateSeries(event) : []),
    ...FIXED.flatMap((field) => validateImmutable(zeroless(next[field]), zeroless(last[field]), Path.of(field))),
    ...validateImmutable(event.reportingComponent ?? '', old.reportingComponent ?? '', Path.of('reportingController')),
    ...validateImmutable(event.reportingInstance ?? '', old.reportingInstance ?? '', Path.of('reportingInstance')),
  ];
}

/** Go's zero values are what is not there. */
function zeroless(value: unknown): unknown {
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || empty ? undefined : value;
}

function refuse(event: CoreEvent, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  throw newInvalid({ group: '', kind: 'Event' }, event.metadata.name ?? '', errors);
}

const first = ({ deprecatedFirstTimestamp, eventTime }: Event): string | undefined =>
  deprecatedFirstTimestamp ?? eventTime ?? undefined;
const last = (event: Event): string | undefined =>
  event.series?.lastObservedTime ?? event.deprecatedLastTimestamp ?? first(event);

function source({ deprecatedSource, reportingController = '', reportingInstance = '' }: Event): string {
  const component = deprecatedSource?.component || reportingController;
  const host = deprecatedSource?.host || reportingInstance;
  return host === '' ? component : `${component}, ${host}`;
}

export const eventsEvents = defineBehaviour<Event>({
  group: 'events.k8s.io',
  resource: 'events',
  conversions: { v1: conversion, v1beta1: conversion },
  // The strategy is the core group's, which does not see what was asked of which group.
  guard: () => ({
    create(event, { version }) {
      if (version === 'v1') refuse(event, validateNew(event));
      return Promise.resolve();
    },
    update(event, old, { version }) {
      if (version === 'v1') refuse(event, validateChange(event, old));
      return Promise.resolve();
    },
  }),
  selectableFields: {
    ...Object.fromEntries(
      REFERENCE_FIELDS.map((field) => [
        `regarding.${field}`,
        (event: KubeObject) => (event as CoreEvent).involvedObject?.[field] ?? '',
      ]),
    ),
    reason: ({ reason }) => reason ?? '',
    type: ({ type }) => type ?? '',
    reportingController: (event) => {
      const { source: from, reportingComponent } = event as CoreEvent;
      return from?.component || (reportingComponent ?? '');
    },
  },
  columns: [
    textColumn('Last Seen', 'How long ago it happened last.', (event, now) =>
      translateTimestampSince(last(event), now),
    ),
    textColumn('Type', 'Normal or Warning.', ({ type }) => type ?? ''),
    textColumn('Reason', 'Why, in a word.', ({ reason }) => reason ?? ''),
    textColumn('Object', 'What it is about.', ({ regarding: { kind = '', name = '' } = {} }) =>
      name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
    ),
    textColumn('Subobject', 'Which part of it.', ({ regarding }) => regarding?.fieldPath ?? '', { wide: true }),
    textColumn('Source', 'Who noticed.', source, { wide: true }),
    textColumn('Message', 'What happened.', ({ note = '' }) => note.trim()),
    textColumn(
      'First Seen',
      'How long ago it happened first.',
      (event, now) => translateTimestampSince(first(event), now),
      {
        wide: true,
      },
    ),
    textColumn('Count', 'How often.', ({ series, deprecatedCount = 0 }) => series?.count ?? (deprecatedCount || 1), {
      wide: true,
    }),
    textColumn('Name', "The event's own name.", ({ metadata }) => metadata.name ?? '', { wide: true, format: 'name' }),
  ],
  description: 'Something that happened to an object.',
  example: {
    metadata: { name: 'web.1' },
    regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
    note: 'Started.',
    type: 'Normal',
    reason: 'Started',
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'example.com/robot',
    reportingInstance: 'robot-1',
  },
});
