/** Service accounts, their tokens and secrets. */
import { type Descriptions } from './table.js';

export const IDENTITY: Descriptions = {
  'io.k8s.api.core.v1.ServiceAccount': {
    automountServiceAccountToken: 'Whether pods with this account get a token mounted, unless they say otherwise.',
    imagePullSecrets: 'Secrets for pulling images, handed to pods with this account.',
    secrets: 'Secrets that pods with this account may use, where the account is marked to enforce that.',
  },
  'io.k8s.api.core.v1.Secret': {
    data: 'Values by key, base64-encoded.',
    immutable: 'If true, data cannot be changed any more, only metadata.',
    stringData: 'Values by key as plain text. Written over data when the secret is stored, and never shown.',
    type: 'Says what the secret is for, and so which keys it must have. Default: Opaque.',
  },
  'io.k8s.api.core.v1.ConfigMap': {
    binaryData: 'Values by key that are no UTF-8 text, base64-encoded.',
    data: 'Values by key, UTF-8 text.',
    immutable: 'If true, data cannot be changed any more, only metadata.',
  },
  'io.k8s.api.core.v1.ObjectReference': {
    '': 'Points to an object.',
    fieldPath: 'A part of the object, as in spec.containers{name}.',
    name: 'Name of the object.',
    namespace: 'Namespace of the object.',
    resourceVersion: 'The version of the object that is meant.',
    uid: 'UID of the object.',
  },
  'io.k8s.api.core.v1.LocalObjectReference': {
    '': 'Points to an object of the same namespace.',
    name: 'Name of the object.',
  },
  'io.k8s.api.authentication.v1.TokenRequest': {
    '': 'Asks for a token of a service account.',
    spec: 'What the token is to be.',
    status: 'The token.',
  },
  'io.k8s.api.authentication.v1.TokenRequestSpec': {
    '': 'What is asked for.',
    audiences: 'Who the token is for. A recipient refuses tokens that do not name it. Default: the API server.',
    boundObjectRef: 'The object that the token lives and dies with: a Pod, a Secret or a Node.',
    expirationSeconds: 'How long the token is wanted to last. The server may give another time.',
  },
  'io.k8s.api.authentication.v1.TokenRequestStatus': {
    '': 'What was given.',
    expirationTimestamp: 'When the token ends.',
    token: 'The token, a JSON Web Token.',
  },
  'io.k8s.api.authentication.v1.BoundObjectReference': {
    '': 'Points to the object that a token is bound to.',
    name: 'Name of the object.',
    uid: 'UID of the object.',
  },
  'io.k8s.api.authentication.v1.TokenReview': {
    spec: 'The token in question.',
    status: 'Whose it is, if anybody’s.',
  },
  'io.k8s.api.authentication.v1.TokenReviewSpec': {
    '': 'What is asked.',
    audiences: 'The token must be meant for one of these. Default: the API server.',
    token: 'The bearer token to look at.',
  },
  'io.k8s.api.authentication.v1.TokenReviewStatus': {
    '': 'What came of it.',
    audiences: 'Those of the audiences asked for that the token is meant for.',
    authenticated: 'Whether the token stands for a known user.',
    error: 'Why the token could not be checked.',
    user: 'The user that the token stands for.',
  },
  'io.k8s.api.authentication.v1.UserInfo': {
    '': 'A user as authenticators see one.',
    extra: 'Whatever else the authenticator said.',
    groups: 'The groups of the user.',
    uid: 'Tells the user from others who had the same name.',
    username: 'The name of the user.',
  },
};
