/** Approves what kubelets ask for, where they may. Source: pkg/controller/certificates/approver/sarapprove.go. */
import { type CertificateRequest, parsePemRequest } from '../apis/certificates/request.js';
import { CERTIFICATES_GROUP, type CertificateSigningRequest } from '../apis/certificates/v1.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';
import { type Features } from '../features/features.js';
import { type ControllerDependencies } from './controller.js';
import { CSRS, csrController, type Handle, isDecided, NotYet, withCondition } from './csr-controller.js';
import { kubeletClientProblem } from './kubelet-requests.js';
import { API_SERVER, controllerUser } from './users.js';

const ACCESS_REVIEWS = { group: 'authorization.k8s.io', resource: 'subjectaccessreviews' };

interface AccessReview extends KubeObject {
  status?: { allowed: boolean };
}

interface Recognizer {
  readonly recognizes: (request: CertificateSigningRequest, parsed: CertificateRequest, features: Features) => boolean;
  /** What the sender must be allowed to create. */
  readonly subresource: string;
  readonly message: string;
}

const RECOGNIZERS: readonly Recognizer[] = [
  {
    recognizes: (request, parsed, features) =>
      request.spec.username === parsed.commonName && isKubeletClient(request, parsed, features),
    subresource: 'selfnodeclient',
    message: 'Auto approving self kubelet client certificate after SubjectAccessReview.',
  },
  {
    recognizes: isKubeletClient,
    subresource: 'nodeclient',
    message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
  },
];

function isKubeletClient({ spec }: CertificateSigningRequest, parsed: CertificateRequest, features: Features): boolean {
  const { signerName, usages = [] } = spec;
  return (
    signerName === 'kubernetes.io/kube-apiserver-client-kubelet' &&
    kubeletClientProblem(parsed, usages, features) === undefined
  );
}

export const csrApprovingController = csrController(
  'certificatesigningrequest-approving-controller',
  ({ approvesCertificates }) => !approvesCertificates,
  (dependencies) => ({
    client: dependencies.client.as(controllerUser('certificate-controller')),
    handle: approveKubelets(dependencies),
  }),
);

function approveKubelets({ features }: ControllerDependencies): Handle {
  return async (request, client) => {
    if (isDecided(request)) return;
    const parsed = parsePemRequest(request.spec.request);
    const recognizing = RECOGNIZERS.filter(({ recognizes }) => recognizes(request, parsed, features));
    for (const { subresource, message } of recognizing) {
      if (await isAllowed(client, request, subresource)) return approve(client, request, 'AutoApproved', message);
    }
    if (recognizing.length === 0) return;
    const tried = recognizing.map(({ subresource }) => subresource).join(' ');
    const name = JSON.stringify(request.metadata.name);
    throw new NotYet(`recognized csr ${name} as [${tried}] but subject access review was not approved`);
  };
}

async function isAllowed(client: Client, { spec }: CertificateSigningRequest, subresource: string): Promise<boolean> {
  const { username: user = '', uid = '', groups = [], extra = {} } = spec;
  const resourceAttributes = {
    ...{ group: CERTIFICATES_GROUP, resource: 'certificatesigningrequests', verb: 'create', version: '*' },
    subresource,
  };
  const question = {
    ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: {} },
    spec: { user, uid, groups, extra, resourceAttributes },
  };
  const { status } = await client.ask<AccessReview>(ACCESS_REVIEWS, question);
  return status?.allowed === true;
}

async function approve(
  client: Client,
  request: CertificateSigningRequest,
  reason: string,
  message: string,
): Promise<void> {
  const condition = { type: 'Approved', status: 'True', reason, message };
  await client.resource<CertificateSigningRequest>(CSRS).updateApproval(withCondition(request, condition));
}

/** Approves everything. Not upstream's: for tests that are about something else than who may approve. */
export const csrApproveAllController = csrController(
  'certificatesigningrequest-approve-all-controller',
  ({ approvesCertificates }) => approvesCertificates,
  ({ client }) => ({
    client: client.as(API_SERVER),
    async handle(request, server) {
      if (isDecided(request)) return;
      const message = 'This server approves every certificate signing request.';
      await approve(server, request, 'ApprovesEverything', message);
    },
  }),
);
