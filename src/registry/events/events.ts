/** Events of events.k8s.io, which are the core group's under other names. Source: pkg/apis/events/v1/{conversion,register}.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { defineBehaviour } from '../behaviour.js';
import { referenceFields } from '../core/events.js';
import { eventColumns } from './columns.js';
import { type Event, fromCore, toCore } from './event.js';

const conversion = { decode: toCore, encode: fromCore };

interface NewEvent extends KubeObject {
  regarding: object;
  note: string;
  type: string;
  reason: string;
  action: string;
  eventTime: string;
  reportingController: string;
  reportingInstance: string;
}

export const eventsEvents = defineBehaviour<NewEvent>({
  group: 'events.k8s.io',
  resource: 'events',
  conversions: { v1: conversion, v1beta1: conversion },
  // Stored objects are looked at, which are the core group's.
  selectableFields: {
    ...referenceFields('regarding'),
    reason: ({ reason = '' }: Event) => reason,
    reportingController: ({ reportingComponent = '' }: Event) => reportingComponent,
    type: ({ type = '' }: Event) => type,
  },
  columns: eventColumns(toCore),
  description: 'Something that happened to an object.',
  example: {
    metadata: { name: 'web.1' },
    regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
    note: 'Started.',
    type: 'Normal',
    reason: 'Started',
    action: 'Starting',
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'example.com/robot',
    reportingInstance: 'robot-1',
  },
});
