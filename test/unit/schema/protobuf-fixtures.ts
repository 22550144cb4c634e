/** Bytes that Go made. Recorded from kube-apiservers, and marshaled from the types of k8s.io/api 0.37.2. */

export interface Marshaled {
  readonly definition: string;
  readonly object: object;
  /** Base64. */
  readonly message: string;
}

export interface Recorded {
  readonly minor: number;
  readonly definition: string;
  /** As it was answered in JSON. */
  readonly object: object;
  /** Base64. */
  readonly body: string;
}

/** Types with no field set, and with every field set. */
export const MARSHALED: readonly Marshaled[] = [
  {
    definition: 'io.k8s.api.apps.v1.ControllerRevision',
    object: {
      metadata: {},
      data: null,
      revision: 0,
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEgAYAA==',
  },
  {
    definition: 'io.k8s.api.apps.v1.ControllerRevision',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      data: {
        a: [1, 'x'],
      },
      revision: 48000,
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEg8KDXsiYSI6WzEsIngiXX0YgPcC',
  },
  {
    definition: 'io.k8s.api.authentication.v1.TokenReview',
    object: {
      metadata: {},
      spec: {},
      status: {
        user: {},
      },
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEgIKABoKCAASBAoAEgAaAA==',
  },
  {
    definition: 'io.k8s.api.authentication.v1.TokenReview',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      spec: {
        token: 's47-é',
        audiences: ['s48-é', 's49-é'],
      },
      status: {
        authenticated: true,
        user: {
          username: 's50-é',
          uid: 's51-é',
          groups: ['s52-é', 's53-é'],
          extra: {
            z4: ['s54-é', 's55-é'],
            '{1': ['s57-é', 's58-é'],
            '|18': ['s60-é', 's61-é'],
          },
        },
        audiences: ['s63-é', 's64-é'],
        error: 's65-é',
      },
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEhgKBnM0Ny3DqRIGczQ4LcOpEgZzNDktw6kahQEIARJpCgZzNTAtw6kSBnM1MS3DqRoGczUyLcOpGgZzNTMtw6kiFgoCejQSEAoGczU0LcOpCgZzNTUtw6kiFgoCezESEAoGczU3LcOpCgZzNTgtw6kiFwoDfDE4EhAKBnM2MC3DqQoGczYxLcOpGgZzNjUtw6kiBnM2My3DqSIGczY0LcOp',
  },
  {
    definition: 'io.k8s.api.authorization.v1.SubjectAccessReview',
    object: {
      metadata: {},
      spec: {},
      status: {
        allowed: false,
      },
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEgQaADIAGggIABIAGgAgAA==',
  },
  {
    definition: 'io.k8s.api.authorization.v1.SubjectAccessReview',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      spec: {
        resourceAttributes: {
          namespace: 's47-é',
          verb: 's48-é',
          group: 's49-é',
          version: 's50-é',
          resource: 's51-é',
          subresource: 's52-é',
          name: 's53-é',
          fieldSelector: {
            rawSelector: 's54-é',
            requirements: [
              {
                key: 's55-é',
                operator: 's56-é',
                values: ['s57-é', 's58-é'],
              },
              {
                key: 's59-é',
                operator: 's60-é',
                values: ['s61-é', 's62-é'],
              },
            ],
          },
          labelSelector: {
            rawSelector: 's63-é',
            requirements: [
              {
                key: 's64-é',
                operator: 's65-é',
                values: ['s66-é', 's67-é'],
              },
              {
                key: 's68-é',
                operator: 's69-é',
                values: ['s70-é', 's71-é'],
              },
            ],
          },
        },
        nonResourceAttributes: {
          path: 's72-é',
          verb: 's73-é',
        },
        user: 's74-é',
        groups: ['s75-é', 's76-é'],
        extra: {
          z1: ['s77-é', 's78-é'],
          '{18': ['s80-é', 's81-é'],
          '|15': ['s83-é', 's84-é'],
        },
        uid: 's86-é',
      },
      status: {
        allowed: true,
        denied: true,
        reason: 's87-é',
        evaluationError: 's88-é',
      },
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEtMCCtQBCgZzNDctw6kSBnM0OC3DqRoGczQ5LcOpIgZzNTAtw6kqBnM1MS3DqTIGczUyLcOpOgZzNTMtw6lCTAoGczU0LcOpEiAKBnM1NS3DqRIGczU2LcOpGgZzNTctw6kaBnM1OC3DqRIgCgZzNTktw6kSBnM2MC3DqRoGczYxLcOpGgZzNjItw6lKTAoGczYzLcOpEiAKBnM2NC3DqRIGczY1LcOpGgZzNjYtw6kaBnM2Ny3DqRIgCgZzNjgtw6kSBnM2OS3DqRoGczcwLcOpGgZzNzEtw6kSEAoGczcyLcOpEgZzNzMtw6kaBnM3NC3DqSIGczc1LcOpIgZzNzYtw6kqFgoCejESEAoGczc3LcOpCgZzNzgtw6kqFwoDezE4EhAKBnM4MC3DqQoGczgxLcOpKhcKA3wxNRIQCgZzODMtw6kKBnM4NC3DqTIGczg2LcOpGhQIARIGczg3LcOpGgZzODgtw6kgAQ==',
  },
  {
    definition: 'io.k8s.api.autoscaling.v1.Scale',
    object: {
      metadata: {},
      spec: {},
      status: {
        replicas: 0,
      },
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEgIIABoECAASAA==',
  },
  {
    definition: 'io.k8s.api.autoscaling.v1.Scale',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      spec: {
        replicas: 48000,
      },
      status: {
        replicas: 50000,
        selector: 's51-é',
      },
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEgQIgPcCGgwI0IYDEgZzNTEtw6k=',
  },
  {
    definition: 'io.k8s.api.core.v1.Event',
    object: {
      metadata: {},
      involvedObject: {},
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEg4KABIAGgAiACoAMgA6ABoAIgAqBAoAEgAyADoAQABKAFIAYgByAHoA',
  },
  {
    definition: 'io.k8s.api.core.v1.Event',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      involvedObject: {
        kind: 's47-é',
        namespace: 's48-é',
        name: 's49-é',
        uid: 's50-é',
        apiVersion: 's51-é',
        resourceVersion: 's52-é',
        fieldPath: 's53-é',
      },
      reason: 's54-é',
      message: 's55-é',
      source: {
        component: 's56-é',
        host: 's57-é',
      },
      firstTimestamp: '2023-11-14T22:14:18Z',
      lastTimestamp: '2023-11-14T22:14:19Z',
      count: -61,
      type: 's62-é',
      eventTime: '2023-11-14T22:14:23.123456Z',
      series: {
        count: 65000,
        lastObservedTime: '2023-11-14T22:14:26.123456Z',
      },
      action: 's67-é',
      related: {
        kind: 's68-é',
        namespace: 's69-é',
        name: 's70-é',
        uid: 's71-é',
        apiVersion: 's72-é',
        resourceVersion: 's73-é',
        fieldPath: 's74-é',
      },
      reportingComponent: 's75-é',
      reportingInstance: 's76-é',
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEjgKBnM0Ny3DqRIGczQ4LcOpGgZzNDktw6kiBnM1MC3DqSoGczUxLcOpMgZzNTItw6k6BnM1My3DqRoGczU0LcOpIgZzNTUtw6kqEAoGczU2LcOpEgZzNTctw6kyCAi64s+qBhAAOggIu+LPqgYQAEDD//////////8BSgZzNjItw6lSCwi/4s+qBhCAlO86WhEI6PsDEgsIwuLPqgYQgJTvOmIGczY3LcOpajgKBnM2OC3DqRIGczY5LcOpGgZzNzAtw6kiBnM3MS3DqSoGczcyLcOpMgZzNzMtw6k6BnM3NC3DqXIGczc1LcOpegZzNzYtw6k=',
  },
  {
    definition: 'io.k8s.api.core.v1.Secret',
    object: {
      metadata: {},
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAGgA=',
  },
  {
    definition: 'io.k8s.api.core.v1.Secret',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      immutable: true,
      data: {
        z11: 'LzA=',
        '{8': 'MjM=',
        '|5': 'NTY=',
      },
      stringData: {
        z3: 's56-é',
        '{1': 's58-é',
        '|19': 's60-é',
      },
      type: 's62-é',
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEgkKA3oxMRICLzASCAoCezgSAjIzEggKAnw1EgI1NhoGczYyLcOpIgwKAnozEgZzNTYtw6kiDAoCezESBnM1OC3DqSINCgN8MTkSBnM2MC3DqSgB',
  },
  {
    definition: 'io.k8s.api.networking.v1.IngressClass',
    object: {
      metadata: {},
      spec: {},
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIAEgIKAA==',
  },
  {
    definition: 'io.k8s.api.networking.v1.IngressClass',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      spec: {
        controller: 's47-é',
        parameters: {
          apiGroup: 's48-é',
          kind: 's49-é',
          name: 's50-é',
          scope: 's51-é',
          namespace: 's52-é',
        },
      },
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEjIKBnM0Ny3DqRIoCgZzNDgtw6kSBnM0OS3DqRoGczUwLcOpIgZzNTEtw6kqBnM1Mi3DqQ==',
  },
  {
    definition: 'io.k8s.api.policy.v1.Eviction',
    object: {
      metadata: {},
    },
    message: 'ChAKABIAGgAiACoAMgA4AEIA',
  },
  {
    definition: 'io.k8s.api.policy.v1.Eviction',
    object: {
      metadata: {
        name: 's1-é',
        generateName: 's2-é',
        namespace: 's3-é',
        selfLink: 's4-é',
        uid: 's5-é',
        resourceVersion: 's6-é',
        generation: 8000,
        creationTimestamp: '2023-11-14T22:13:29Z',
        deletionTimestamp: '2023-11-14T22:13:30Z',
        deletionGracePeriodSeconds: 12000,
        labels: {
          z6: 's13-é',
          '{4': 's15-é',
          '|2': 's17-é',
        },
        annotations: {
          z20: 's19-é',
          '{18': 's21-é',
          '|16': 's23-é',
        },
        ownerReferences: [
          {
            apiVersion: 's25-é',
            kind: 's26-é',
            name: 's27-é',
            uid: 's28-é',
            controller: true,
            blockOwnerDeletion: true,
          },
          {
            apiVersion: 's29-é',
            kind: 's30-é',
            name: 's31-é',
            uid: 's32-é',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
        finalizers: ['s33-é', 's34-é'],
        managedFields: [
          {
            manager: 's35-é',
            operation: 's36-é',
            apiVersion: 's37-é',
            time: '2023-11-14T22:13:58Z',
            fieldsType: 's39-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's40-é',
          },
          {
            manager: 's41-é',
            operation: 's42-é',
            apiVersion: 's43-é',
            time: '2023-11-14T22:14:04Z',
            fieldsType: 's45-é',
            fieldsV1: {
              'f:metadata': {
                'f:name': {},
              },
            },
            subresource: 's46-é',
          },
        ],
      },
      deleteOptions: {
        gracePeriodSeconds: 48000,
        preconditions: {
          uid: 's49-é',
          resourceVersion: 's50-é',
        },
        orphanDependents: true,
        propagationPolicy: 's51-é',
        dryRun: ['s52-é', 's53-é'],
        ignoreStoreReadErrorWithClusterBreakingPotential: true,
      },
    },
    message:
      'CqEDCgVzMS3DqRIFczItw6kaBXMzLcOpIgVzNC3DqSoFczUtw6kyBXM2LcOpOMA+QggIieLPqgYQAEoICIriz6oGEABQ4F1aDAoCejYSBnMxMy3DqVoMCgJ7NBIGczE1LcOpWgwKAnwyEgZzMTctw6liDQoDejIwEgZzMTktw6liDQoDezE4EgZzMjEtw6liDQoDfDE2EgZzMjMtw6lqJAoGczI2LcOpGgZzMjctw6kiBnMyOC3DqSoGczI1LcOpMAE4AWokCgZzMzAtw6kaBnMzMS3DqSIGczMyLcOpKgZzMjktw6kwATgBcgZzMzMtw6lyBnMzNC3DqYoBUgoGczM1LcOpEgZzMzYtw6kaBnMzNy3DqSIICKbiz6oGEAAyBnMzOS3DqToeChx7ImY6bWV0YWRhdGEiOnsiZjpuYW1lIjp7fX19QgZzNDAtw6mKAVIKBnM0MS3DqRIGczQyLcOpGgZzNDMtw6kiCAis4s+qBhAAMgZzNDUtw6k6HgoceyJmOm1ldGFkYXRhIjp7ImY6bmFtZSI6e319fUIGczQ2LcOpEjIIgPcCEhAKBnM0OS3DqRIGczUwLcOpGAEiBnM1MS3DqSoGczUyLcOpKgZzNTMtw6kwAQ==',
  },
  {
    definition: 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
    object: {},
    message: '',
  },
  {
    definition: 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
    object: {
      gracePeriodSeconds: 2000,
      preconditions: {
        uid: 's3-é',
        resourceVersion: 's4-é',
      },
      orphanDependents: true,
      propagationPolicy: 's5-é',
      dryRun: ['s6-é', 's7-é'],
      ignoreStoreReadErrorWithClusterBreakingPotential: true,
    },
    message: 'CNAPEg4KBXMzLcOpEgVzNC3DqRgBIgVzNS3DqSoFczYtw6kqBXM3LcOpMAE=',
  },
];

export const RECORDED: readonly Recorded[] = [
  {
    minor: 24,
    definition: 'io.k8s.api.core.v1.Secret',
    object: {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: {
        name: 'dkoghwf12a1i',
        namespace: 'default',
        uid: 'c116fab2-b648-4ce4-8921-de65327bfa10',
        resourceVersion: '200',
        creationTimestamp: '2026-11-24T03:29:27Z',
        labels: {
          a: '',
          z: '1',
        },
        annotations: {
          'b/c': 'ä',
        },
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:27Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:data': {
                '.': {},
                'f:empty': {},
                'f:k': {},
              },
              'f:metadata': {
                'f:annotations': {
                  '.': {},
                  'f:b/c': {},
                },
                'f:labels': {
                  '.': {},
                  'f:a': {},
                  'f:z': {},
                },
              },
              'f:type': {},
            },
          },
        ],
      },
      data: {
        empty: '',
        k: '/wAB',
      },
      type: 'Opaque',
    },
    body: 'azhzAAoMCgJ2MRIGU2VjcmV0Es4CCq4CCgxka29naHdmMTJhMWkSABoHZGVmYXVsdCIAKiRjMTE2ZmFiMi1iNjQ4LTRjZTQtODkyMS1kZTY1MzI3YmZhMTAyAzIwMDgAQggIl4mU2AYQAFoFCgFhEgBaBgoBehIBMWIJCgNiL2MSAsOkegCKAbwBCgRub2RlEgZVcGRhdGUaAnYxIggIl4mU2AYQADIIRmllbGRzVjE6kQEKjgF7ImY6ZGF0YSI6eyIuIjp7fSwiZjplbXB0eSI6e30sImY6ayI6e319LCJmOm1ldGFkYXRhIjp7ImY6YW5ub3RhdGlvbnMiOnsiLiI6e30sImY6Yi9jIjp7fX0sImY6bGFiZWxzIjp7Ii4iOnt9LCJmOmEiOnt9LCJmOnoiOnt9fX0sImY6dHlwZSI6e319QgASCQoFZW1wdHkSABIICgFrEgP/AAEaBk9wYXF1ZRoAIgA=',
  },
  {
    minor: 24,
    definition: 'io.k8s.api.core.v1.Service',
    object: {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: {
        name: 'dkoghwf12a1i',
        namespace: 'default',
        uid: 'd7bf40c0-8755-49ec-a8fe-71b591476fef',
        resourceVersion: '202',
        creationTimestamp: '2026-11-24T03:29:28Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:28Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:internalTrafficPolicy': {},
                'f:ports': {
                  '.': {},
                  'k:{"port":80,"protocol":"TCP"}': {
                    '.': {},
                    'f:name': {},
                    'f:port': {},
                    'f:protocol': {},
                    'f:targetPort': {},
                  },
                  'k:{"port":81,"protocol":"TCP"}': {
                    '.': {},
                    'f:name': {},
                    'f:port': {},
                    'f:protocol': {},
                    'f:targetPort': {},
                  },
                },
                'f:selector': {},
                'f:sessionAffinity': {},
                'f:type': {},
              },
            },
          },
        ],
      },
      spec: {
        ports: [
          {
            name: 'p',
            protocol: 'TCP',
            port: 80,
            targetPort: 'http',
          },
          {
            name: 'q',
            protocol: 'TCP',
            port: 81,
            targetPort: 8081,
          },
        ],
        selector: {
          a: 'b',
        },
        clusterIP: '10.0.0.75',
        clusterIPs: ['10.0.0.75'],
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: {
        loadBalancer: {},
      },
    },
    body: 'azhzAAoNCgJ2MRIHU2VydmljZRLdBArJAwoMZGtvZ2h3ZjEyYTFpEgAaB2RlZmF1bHQiACokZDdiZjQwYzAtODc1NS00OWVjLWE4ZmUtNzFiNTkxNDc2ZmVmMgMyMDI4AEIICJiJlNgGEAB6AIoB8QIKBG5vZGUSBlVwZGF0ZRoCdjEiCAiYiZTYBhAAMghGaWVsZHNWMTrGAgrDAnsiZjpzcGVjIjp7ImY6aW50ZXJuYWxUcmFmZmljUG9saWN5Ijp7fSwiZjpwb3J0cyI6eyIuIjp7fSwiazp7XCJwb3J0XCI6ODAsXCJwcm90b2NvbFwiOlwiVENQXCJ9Ijp7Ii4iOnt9LCJmOm5hbWUiOnt9LCJmOnBvcnQiOnt9LCJmOnByb3RvY29sIjp7fSwiZjp0YXJnZXRQb3J0Ijp7fX0sIms6e1wicG9ydFwiOjgxLFwicHJvdG9jb2xcIjpcIlRDUFwifSI6eyIuIjp7fSwiZjpuYW1lIjp7fSwiZjpwb3J0Ijp7fSwiZjpwcm90b2NvbCI6e30sImY6dGFyZ2V0UG9ydCI6e319fSwiZjpzZWxlY3RvciI6e30sImY6c2Vzc2lvbkFmZmluaXR5Ijp7fSwiZjp0eXBlIjp7fX19QgASigEKGAoBcBIDVENQGFAiCggBEAAaBGh0dHAoAAoVCgFxEgNUQ1AYUSIHCAAQkT8aACgAEgYKAWESAWIaCTEwLjAuMC43NSIJQ2x1c3RlcklQOgROb25lQgBSAFoAYABoAIoBC1NpbmdsZVN0YWNrkgEJMTAuMC4wLjc1mgEESVB2NLIBB0NsdXN0ZXIaAgoAGgAiAA==',
  },
  {
    minor: 24,
    definition: 'io.k8s.api.coordination.v1.Lease',
    object: {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: {
        name: 'dkoghwf12a1i',
        namespace: 'default',
        uid: 'ba69c34f-264e-4c52-b3fe-7dc5bde53829',
        resourceVersion: '203',
        creationTimestamp: '2026-11-24T03:29:28Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'coordination.k8s.io/v1',
            time: '2026-11-24T03:29:28Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:holderIdentity': {},
                'f:leaseDurationSeconds': {},
                'f:renewTime': {},
              },
            },
          },
        ],
      },
      spec: {
        holderIdentity: 'me',
        leaseDurationSeconds: 15,
        renewTime: '2026-11-24T03:04:05.000123Z',
      },
    },
    body: 'azhzAAofChZjb29yZGluYXRpb24uazhzLmlvL3YxEgVMZWFzZRL+AQrnAQoMZGtvZ2h3ZjEyYTFpEgAaB2RlZmF1bHQiACokYmE2OWMzNGYtMjY0ZS00YzUyLWIzZmUtN2RjNWJkZTUzODI5MgMyMDM4AEIICJiJlNgGEAB6AIoBjwEKBG5vZGUSBlVwZGF0ZRoWY29vcmRpbmF0aW9uLms4cy5pby92MSIICJiJlNgGEAAyCEZpZWxkc1YxOlEKT3siZjpzcGVjIjp7ImY6aG9sZGVySWRlbnRpdHkiOnt9LCJmOmxlYXNlRHVyYXRpb25TZWNvbmRzIjp7fSwiZjpyZW5ld1RpbWUiOnt9fX1CABISCgJtZRAPIgoIpf2T2AYQ+MAHGgAiAA==',
  },
  {
    minor: 24,
    definition: 'io.k8s.api.core.v1.LimitRange',
    object: {
      kind: 'LimitRange',
      apiVersion: 'v1',
      metadata: {
        name: 'dkoghwf12a1i',
        namespace: 'default',
        uid: '52a75b7e-d45a-480b-aac0-21d5a193e1df',
        resourceVersion: '204',
        creationTimestamp: '2026-11-24T03:29:28Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:28Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:limits': {},
              },
            },
          },
        ],
      },
      spec: {
        limits: [
          {
            type: 'Container',
            max: {
              cpu: '500m',
              memory: '1Gi',
            },
            default: {
              cpu: '250m',
              memory: '1Gi',
            },
            defaultRequest: {
              cpu: '250m',
              memory: '1Gi',
            },
          },
        ],
      },
    },
    body: 'azhzAAoQCgJ2MRIKTGltaXRSYW5nZRKPAgqdAQoMZGtvZ2h3ZjEyYTFpEgAaB2RlZmF1bHQiACokNTJhNzViN2UtZDQ1YS00ODBiLWFhYzAtMjFkNWExOTNlMWRmMgMyMDQ4AEIICJiJlNgGEAB6AIoBRgoEbm9kZRIGVXBkYXRlGgJ2MSIICJiJlNgGEAAyCEZpZWxkc1YxOhwKGnsiZjpzcGVjIjp7ImY6bGltaXRzIjp7fX19QgASbQprCglDb250YWluZXISDQoDY3B1EgYKBDUwMG0SDwoGbWVtb3J5EgUKAzFHaSINCgNjcHUSBgoEMjUwbSIPCgZtZW1vcnkSBQoDMUdpKg0KA2NwdRIGCgQyNTBtKg8KBm1lbW9yeRIFCgMxR2kaACIA',
  },
  {
    minor: 24,
    definition: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
    object: {
      kind: 'ClusterRoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: {
        name: 'system:basic-user',
        uid: '4b04e098-be30-430e-a145-55d7363e3eab',
        resourceVersion: '140',
        creationTimestamp: '2026-11-24T03:29:15Z',
        labels: {
          'kubernetes.io/bootstrapping': 'rbac-defaults',
        },
        annotations: {
          'rbac.authorization.kubernetes.io/autoupdate': 'true',
        },
        managedFields: [
          {
            manager: 'kube-apiserver',
            operation: 'Update',
            apiVersion: 'rbac.authorization.k8s.io/v1',
            time: '2026-11-24T03:29:15Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:metadata': {
                'f:annotations': {
                  '.': {},
                  'f:rbac.authorization.kubernetes.io/autoupdate': {},
                },
                'f:labels': {
                  '.': {},
                  'f:kubernetes.io/bootstrapping': {},
                },
              },
              'f:roleRef': {},
              'f:subjects': {},
            },
          },
        ],
      },
      subjects: [
        {
          kind: 'Group',
          apiGroup: 'rbac.authorization.k8s.io',
          name: 'system:authenticated',
        },
      ],
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:basic-user',
      },
    },
    body: 'azhzAAoyChxyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvL3YxEhJDbHVzdGVyUm9sZUJpbmRpbmcSuQQKvQMKEXN5c3RlbTpiYXNpYy11c2VyEgAaACIAKiQ0YjA0ZTA5OC1iZTMwLTQzMGUtYTE0NS01NWQ3MzYzZTNlYWIyAzE0MDgAQggIi4mU2AYQAFosChtrdWJlcm5ldGVzLmlvL2Jvb3RzdHJhcHBpbmcSDXJiYWMtZGVmYXVsdHNiMworcmJhYy5hdXRob3JpemF0aW9uLmt1YmVybmV0ZXMuaW8vYXV0b3VwZGF0ZRIEdHJ1ZXoAigGEAgoOa3ViZS1hcGlzZXJ2ZXISBlVwZGF0ZRoccmJhYy5hdXRob3JpemF0aW9uLms4cy5pby92MSIICIuJlNgGEAAyCEZpZWxkc1YxOrUBCrIBeyJmOm1ldGFkYXRhIjp7ImY6YW5ub3RhdGlvbnMiOnsiLiI6e30sImY6cmJhYy5hdXRob3JpemF0aW9uLmt1YmVybmV0ZXMuaW8vYXV0b3VwZGF0ZSI6e319LCJmOmxhYmVscyI6eyIuIjp7fSwiZjprdWJlcm5ldGVzLmlvL2Jvb3RzdHJhcHBpbmciOnt9fX0sImY6cm9sZVJlZiI6e30sImY6c3ViamVjdHMiOnt9fUIAEjoKBUdyb3VwEhlyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvGhRzeXN0ZW06YXV0aGVudGljYXRlZCIAGjsKGXJiYWMuYXV0aG9yaXphdGlvbi5rOHMuaW8SC0NsdXN0ZXJSb2xlGhFzeXN0ZW06YmFzaWMtdXNlchoAIgA=',
  },
  {
    minor: 24,
    definition: 'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
    object: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'nodes "none" not found',
      reason: 'NotFound',
      details: {
        name: 'none',
        kind: 'nodes',
      },
      code: 404,
    },
    body: 'azhzAAoMCgJ2MRIGU3RhdHVzEksKBgoAEgAaABIHRmFpbHVyZRoWbm9kZXMgIm5vbmUiIG5vdCBmb3VuZCIITm90Rm91bmQqEwoEbm9uZRIAGgVub2RlcygAMgAwlAMaACIA',
  },
  {
    minor: 37,
    definition: 'io.k8s.api.core.v1.Secret',
    object: {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: {
        name: 'di3wr52prl7k',
        namespace: 'default',
        uid: 'aa2e2d44-e6e7-403e-bede-346f332dcd82',
        resourceVersion: '20659',
        creationTimestamp: '2026-11-24T03:29:28Z',
        labels: {
          a: '',
          z: '1',
        },
        annotations: {
          'b/c': 'ä',
        },
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:28Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:data': {
                '.': {},
                'f:empty': {},
                'f:k': {},
              },
              'f:metadata': {
                'f:annotations': {
                  '.': {},
                  'f:b/c': {},
                },
                'f:labels': {
                  '.': {},
                  'f:a': {},
                  'f:z': {},
                },
              },
              'f:type': {},
            },
          },
        ],
      },
      data: {
        empty: '',
        k: '/wAB',
      },
      type: 'Opaque',
    },
    body: 'azhzAAoMCgJ2MRIGU2VjcmV0Es4CCq4CCgxkaTN3cjUycHJsN2sSABoHZGVmYXVsdCIAKiRhYTJlMmQ0NC1lNmU3LTQwM2UtYmVkZS0zNDZmMzMyZGNkODIyBTIwNjU5OABCCAiYiZTYBhAAWgUKAWESAFoGCgF6EgExYgkKA2IvYxICw6SKAbwBCgRub2RlEgZVcGRhdGUaAnYxIggImImU2AYQADIIRmllbGRzVjE6kQEKjgF7ImY6ZGF0YSI6eyIuIjp7fSwiZjplbXB0eSI6e30sImY6ayI6e319LCJmOm1ldGFkYXRhIjp7ImY6YW5ub3RhdGlvbnMiOnsiLiI6e30sImY6Yi9jIjp7fX0sImY6bGFiZWxzIjp7Ii4iOnt9LCJmOmEiOnt9LCJmOnoiOnt9fX0sImY6dHlwZSI6e319QgASCQoFZW1wdHkSABIICgFrEgP/AAEaBk9wYXF1ZRoAIgA=',
  },
  {
    minor: 37,
    definition: 'io.k8s.api.core.v1.Service',
    object: {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: {
        name: 'di3wr52prl7k',
        namespace: 'default',
        uid: '2e20cf0e-0b2d-4df9-adcb-ea71c1e5f715',
        resourceVersion: '20661',
        creationTimestamp: '2026-11-24T03:29:29Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:29Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:internalTrafficPolicy': {},
                'f:ports': {
                  '.': {},
                  'k:{"port":80,"protocol":"TCP"}': {
                    '.': {},
                    'f:name': {},
                    'f:port': {},
                    'f:protocol': {},
                    'f:targetPort': {},
                  },
                  'k:{"port":81,"protocol":"TCP"}': {
                    '.': {},
                    'f:name': {},
                    'f:port': {},
                    'f:protocol': {},
                    'f:targetPort': {},
                  },
                },
                'f:selector': {},
                'f:sessionAffinity': {},
                'f:type': {},
              },
            },
          },
        ],
      },
      spec: {
        ports: [
          {
            name: 'p',
            protocol: 'TCP',
            port: 80,
            targetPort: 'http',
          },
          {
            name: 'q',
            protocol: 'TCP',
            port: 81,
            targetPort: 8081,
          },
        ],
        selector: {
          a: 'b',
        },
        clusterIP: '10.0.0.102',
        clusterIPs: ['10.0.0.102'],
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: {
        loadBalancer: {},
      },
    },
    body: 'azhzAAoNCgJ2MRIHU2VydmljZRLfBArJAwoMZGkzd3I1MnBybDdrEgAaB2RlZmF1bHQiACokMmUyMGNmMGUtMGIyZC00ZGY5LWFkY2ItZWE3MWMxZTVmNzE1MgUyMDY2MTgAQggImYmU2AYQAIoB8QIKBG5vZGUSBlVwZGF0ZRoCdjEiCAiZiZTYBhAAMghGaWVsZHNWMTrGAgrDAnsiZjpzcGVjIjp7ImY6aW50ZXJuYWxUcmFmZmljUG9saWN5Ijp7fSwiZjpwb3J0cyI6eyIuIjp7fSwiazp7XCJwb3J0XCI6ODAsXCJwcm90b2NvbFwiOlwiVENQXCJ9Ijp7Ii4iOnt9LCJmOm5hbWUiOnt9LCJmOnBvcnQiOnt9LCJmOnByb3RvY29sIjp7fSwiZjp0YXJnZXRQb3J0Ijp7fX0sIms6e1wicG9ydFwiOjgxLFwicHJvdG9jb2xcIjpcIlRDUFwifSI6eyIuIjp7fSwiZjpuYW1lIjp7fSwiZjpwb3J0Ijp7fSwiZjpwcm90b2NvbCI6e30sImY6dGFyZ2V0UG9ydCI6e319fSwiZjpzZWxlY3RvciI6e30sImY6c2Vzc2lvbkFmZmluaXR5Ijp7fSwiZjp0eXBlIjp7fX19QgASjAEKGAoBcBIDVENQGFAiCggBEAAaBGh0dHAoAAoVCgFxEgNUQ1AYUSIHCAAQkT8aACgAEgYKAWESAWIaCjEwLjAuMC4xMDIiCUNsdXN0ZXJJUDoETm9uZUIAUgBaAGAAaACKAQtTaW5nbGVTdGFja5IBCjEwLjAuMC4xMDKaAQRJUHY0sgEHQ2x1c3RlchoCCgAaACIA',
  },
  {
    minor: 37,
    definition: 'io.k8s.api.coordination.v1.Lease',
    object: {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: {
        name: 'di3wr52prl7k',
        namespace: 'default',
        uid: '81c3fbb4-e85f-4a91-8fe1-c93d925293d9',
        resourceVersion: '20664',
        creationTimestamp: '2026-11-24T03:29:29Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'coordination.k8s.io/v1',
            time: '2026-11-24T03:29:29Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:holderIdentity': {},
                'f:leaseDurationSeconds': {},
                'f:renewTime': {},
              },
            },
          },
        ],
      },
      spec: {
        holderIdentity: 'me',
        leaseDurationSeconds: 15,
        renewTime: '2026-11-24T03:04:05.000123Z',
      },
    },
    body: 'azhzAAofChZjb29yZGluYXRpb24uazhzLmlvL3YxEgVMZWFzZRL+AQrnAQoMZGkzd3I1MnBybDdrEgAaB2RlZmF1bHQiACokODFjM2ZiYjQtZTg1Zi00YTkxLThmZTEtYzkzZDkyNTI5M2Q5MgUyMDY2NDgAQggImYmU2AYQAIoBjwEKBG5vZGUSBlVwZGF0ZRoWY29vcmRpbmF0aW9uLms4cy5pby92MSIICJmJlNgGEAAyCEZpZWxkc1YxOlEKT3siZjpzcGVjIjp7ImY6aG9sZGVySWRlbnRpdHkiOnt9LCJmOmxlYXNlRHVyYXRpb25TZWNvbmRzIjp7fSwiZjpyZW5ld1RpbWUiOnt9fX1CABISCgJtZRAPIgoIpf2T2AYQ+MAHGgAiAA==',
  },
  {
    minor: 37,
    definition: 'io.k8s.api.core.v1.LimitRange',
    object: {
      kind: 'LimitRange',
      apiVersion: 'v1',
      metadata: {
        name: 'di3wr52prl7k',
        namespace: 'default',
        uid: '9ced2f53-a5b5-46b6-9579-dc2af7a1aabb',
        resourceVersion: '20665',
        creationTimestamp: '2026-11-24T03:29:29Z',
        managedFields: [
          {
            manager: 'node',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-11-24T03:29:29Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:spec': {
                'f:limits': {},
              },
            },
          },
        ],
      },
      spec: {
        limits: [
          {
            type: 'Container',
            max: {
              cpu: '500m',
              memory: '1Gi',
            },
            default: {
              cpu: '250m',
              memory: '1Gi',
            },
            defaultRequest: {
              cpu: '250m',
              memory: '1Gi',
            },
          },
        ],
      },
    },
    body: 'azhzAAoQCgJ2MRIKTGltaXRSYW5nZRKPAgqdAQoMZGkzd3I1MnBybDdrEgAaB2RlZmF1bHQiACokOWNlZDJmNTMtYTViNS00NmI2LTk1NzktZGMyYWY3YTFhYWJiMgUyMDY2NTgAQggImYmU2AYQAIoBRgoEbm9kZRIGVXBkYXRlGgJ2MSIICJmJlNgGEAAyCEZpZWxkc1YxOhwKGnsiZjpzcGVjIjp7ImY6bGltaXRzIjp7fX19QgASbQprCglDb250YWluZXISDQoDY3B1EgYKBDUwMG0SDwoGbWVtb3J5EgUKAzFHaSINCgNjcHUSBgoEMjUwbSIPCgZtZW1vcnkSBQoDMUdpKg0KA2NwdRIGCgQyNTBtKg8KBm1lbW9yeRIFCgMxR2kaACIA',
  },
  {
    minor: 37,
    definition: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
    object: {
      kind: 'ClusterRoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: {
        name: 'system:basic-user',
        uid: '7511add4-6ef8-47ed-bc85-a02f6cadcc33',
        resourceVersion: '142',
        creationTimestamp: '2026-11-24T03:08:53Z',
        labels: {
          'kubernetes.io/bootstrapping': 'rbac-defaults',
        },
        annotations: {
          'rbac.authorization.kubernetes.io/autoupdate': 'true',
        },
        managedFields: [
          {
            manager: 'kube-apiserver',
            operation: 'Update',
            apiVersion: 'rbac.authorization.k8s.io/v1',
            time: '2026-11-24T03:08:53Z',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:metadata': {
                'f:annotations': {
                  '.': {},
                  'f:rbac.authorization.kubernetes.io/autoupdate': {},
                },
                'f:labels': {
                  '.': {},
                  'f:kubernetes.io/bootstrapping': {},
                },
              },
              'f:roleRef': {},
              'f:subjects': {},
            },
          },
        ],
      },
      subjects: [
        {
          kind: 'Group',
          apiGroup: 'rbac.authorization.k8s.io',
          name: 'system:authenticated',
        },
      ],
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:basic-user',
      },
    },
    body: 'azhzAAoyChxyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvL3YxEhJDbHVzdGVyUm9sZUJpbmRpbmcStwQKuwMKEXN5c3RlbTpiYXNpYy11c2VyEgAaACIAKiQ3NTExYWRkNC02ZWY4LTQ3ZWQtYmM4NS1hMDJmNmNhZGNjMzMyAzE0MjgAQggIxf+T2AYQAFosChtrdWJlcm5ldGVzLmlvL2Jvb3RzdHJhcHBpbmcSDXJiYWMtZGVmYXVsdHNiMworcmJhYy5hdXRob3JpemF0aW9uLmt1YmVybmV0ZXMuaW8vYXV0b3VwZGF0ZRIEdHJ1ZYoBhAIKDmt1YmUtYXBpc2VydmVyEgZVcGRhdGUaHHJiYWMuYXV0aG9yaXphdGlvbi5rOHMuaW8vdjEiCAjF/5PYBhAAMghGaWVsZHNWMTq1AQqyAXsiZjptZXRhZGF0YSI6eyJmOmFubm90YXRpb25zIjp7Ii4iOnt9LCJmOnJiYWMuYXV0aG9yaXphdGlvbi5rdWJlcm5ldGVzLmlvL2F1dG91cGRhdGUiOnt9fSwiZjpsYWJlbHMiOnsiLiI6e30sImY6a3ViZXJuZXRlcy5pby9ib290c3RyYXBwaW5nIjp7fX19LCJmOnJvbGVSZWYiOnt9LCJmOnN1YmplY3RzIjp7fX1CABI6CgVHcm91cBIZcmJhYy5hdXRob3JpemF0aW9uLms4cy5pbxoUc3lzdGVtOmF1dGhlbnRpY2F0ZWQiABo7ChlyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvEgtDbHVzdGVyUm9sZRoRc3lzdGVtOmJhc2ljLXVzZXIaACIA',
  },
  {
    minor: 37,
    definition: 'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
    object: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'nodes "none" not found',
      reason: 'NotFound',
      details: {
        name: 'none',
        kind: 'nodes',
      },
      code: 404,
    },
    body: 'azhzAAoMCgJ2MRIGU3RhdHVzEksKBgoAEgAaABIHRmFpbHVyZRoWbm9kZXMgIm5vbmUiIG5vdCBmb3VuZCIITm90Rm91bmQqEwoEbm9uZRIAGgVub2RlcygAMgAwlAMaACIA',
  },
];
