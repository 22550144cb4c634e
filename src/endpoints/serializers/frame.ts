/** Events of a watch on the wire. Source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go. */
import { type KubeList, type KubeObject } from '../../apis/meta/v1.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { type Table } from '../../printers/table.js';
import { type MediaType, PROTOBUF_TYPE } from '../negotiation.js';
import { jsonOf } from './json.js';
import { type AnsweredKind, PROTOBUF_FRAME_HEAD, protobufFrame } from './protobuf.js';

export type WatchFrame = (type: string, object: KubeObject | KubeList | Table) => string | Uint8Array;

/** Bytes before each event that tell its length. */
export function frameHead(mediaType: MediaType): number {
  return mediaType === PROTOBUF_TYPE ? PROTOBUF_FRAME_HEAD : 0;
}

/** How events of a kind are written in a media type. What it gives throws StatusError 406 for what cannot be written so. */
export function watchFrames(mediaType: MediaType, schemas: Schemas, kind: AnsweredKind): WatchFrame {
  if (mediaType === PROTOBUF_TYPE) return (type, object) => protobufFrame(type, object, schemas, kind);
  return (type, object) => `{"type":"${type}","object":${jsonOf(object)}}\n`;
}
