/**
 * The role bindings that a server makes at its first start, of every minor. Names and rules as upstream's own test data has them
 * (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata) and as servers 1.23.17, 1.24.17 and 1.37.2 answered.
 */
import { type BindingEntry } from './format.js';

export const ROLE_BINDINGS: readonly BindingEntry[] = [
  {
    name: 'kube-public/system:controller:bootstrap-signer',
    role: 'Role system:controller:bootstrap-signer',
    subjects: ['ServiceAccount kube-system/bootstrap-signer'],
  },
  {
    name: 'kube-system/system::extension-apiserver-authentication-reader',
    role: 'Role extension-apiserver-authentication-reader',
    subjects: ['User system:kube-controller-manager', 'User system:kube-scheduler'],
  },
  {
    name: 'kube-system/system::leader-locking-kube-controller-manager',
    role: 'Role system::leader-locking-kube-controller-manager',
    subjects: [
      'User system:kube-controller-manager',
      'ServiceAccount kube-system/kube-controller-manager',
      '31- ServiceAccount kube-system/leader-election-controller',
    ],
  },
  {
    name: 'kube-system/system::leader-locking-kube-scheduler',
    role: 'Role system::leader-locking-kube-scheduler',
    subjects: ['User system:kube-scheduler', 'ServiceAccount kube-system/kube-scheduler'],
  },
  {
    name: 'kube-system/system:controller:bootstrap-signer',
    role: 'Role system:controller:bootstrap-signer',
    subjects: ['ServiceAccount kube-system/bootstrap-signer'],
  },
  {
    name: 'kube-system/system:controller:cloud-provider',
    role: 'Role system:controller:cloud-provider',
    subjects: ['ServiceAccount kube-system/cloud-provider'],
  },
  {
    name: 'kube-system/system:controller:token-cleaner',
    role: 'Role system:controller:token-cleaner',
    subjects: ['ServiceAccount kube-system/token-cleaner'],
  },
];
