/** What `kubectl get events` shows. Source: pkg/printers/internalversion/printers.go (printEvent, formatEventSource). */
import { type KubeObject } from '../../apis/meta/v1.js';
import { translateTimestampSince } from '../../printers/duration.js';
import { textColumn } from '../column.js';
import { type TableColumn } from '../rest.js';
import { type Event } from './event.js';

function first({ firstTimestamp, eventTime }: Event): string | undefined {
  return firstTimestamp ?? eventTime ?? undefined;
}

function last(event: Event): string | undefined {
  if (event.series) return event.series.lastObservedTime ?? undefined;
  return event.lastTimestamp ?? first(event);
}

function source({ source: from, reportingComponent = '', reportingInstance = '' }: Event): string {
  const component = from?.component || reportingComponent;
  const host = from?.host || reportingInstance;
  return host === '' ? component : `${component}, ${host}`;
}

function about({ involvedObject: { kind = '', name = '' } = {} }: Event): string {
  return name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`;
}

const COLUMNS: readonly TableColumn<Event>[] = [
  textColumn('Last Seen', 'How long ago it happened last.', (event, now) => translateTimestampSince(last(event), now)),
  textColumn('Type', 'Normal or Warning.', ({ type = '' }) => type),
  textColumn('Reason', 'Why, in a word.', ({ reason = '' }) => reason),
  textColumn('Object', 'What it is about.', about),
  textColumn('Subobject', 'Which part of it.', ({ involvedObject }) => involvedObject?.fieldPath ?? '', { wide: true }),
  textColumn('Source', 'Who noticed.', source, { wide: true }),
  textColumn('Message', 'What happened.', ({ message = '' }) => message.trim()),
  textColumn(
    'First Seen',
    'How long ago it happened first.',
    (event, now) => translateTimestampSince(first(event), now),
    { wide: true },
  ),
  textColumn('Count', 'How often.', ({ series, count }) => (series ? (series.count ?? 0) : count || 1), { wide: true }),
  textColumn('Name', "The event's own name.", ({ metadata }) => metadata.name ?? '', { wide: true, format: 'name' }),
];

/** The columns for events as a version has them; `read` gives them as the core group does. */
export function eventColumns(read: (event: KubeObject) => Event): readonly TableColumn[] {
  return COLUMNS.map((column) => ({
    ...column,
    cell: (event, now, features) => column.cell(read(event), now, features),
  }));
}
