package cluster

import (
	"context"
	"errors"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
)

// NewAccount makes a service account in the namespace.
func (c *Cluster) NewAccount(ctx context.Context, name string) (*corev1.ServiceAccount, error) {
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	return c.CoreV1().ServiceAccounts(c.Namespace).Create(ctx, account, metav1.CreateOptions{})
}

// DeleteAccount deletes a service account and waits until a watch says so.
func (c *Cluster) DeleteAccount(ctx context.Context, name string) error {
	accounts := c.CoreV1().ServiceAccounts(c.Namespace)
	deleted, err := accounts.Watch(ctx, onlyNamed(name))
	if err != nil {
		return err
	}
	if err := accounts.Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
		return err
	}
	return untilDeleted(deleted)
}

// Token asks for a token of an account, for audiences or, without any, for the API server.
func (c *Cluster) Token(ctx context.Context, account string, audiences ...string) (string, error) {
	return c.request(ctx, c.Namespace, account, authenticationv1.TokenRequestSpec{Audiences: audiences})
}

// TokenIn asks for a token of an account of any namespace, for the API server.
func (c *Cluster) TokenIn(ctx context.Context, namespace, account string) (string, error) {
	return c.request(ctx, namespace, account, authenticationv1.TokenRequestSpec{})
}

// PodToken asks for a token of an account that is bound to one of its pods.
func (c *Cluster) PodToken(ctx context.Context, account string, pod *corev1.Pod, audiences ...string) (string, error) {
	return c.request(ctx, c.Namespace, account, authenticationv1.TokenRequestSpec{
		Audiences:      audiences,
		BoundObjectRef: &authenticationv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: pod.Name, UID: pod.UID},
	})
}

func (c *Cluster) request(ctx context.Context, namespace, account string, spec authenticationv1.TokenRequestSpec) (string, error) {
	request := &authenticationv1.TokenRequest{Spec: spec}
	request, err := c.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return request.Status.Token, nil
}

// SecretToken makes a secret for an account and waits for the token that never expires.
func (c *Cluster) SecretToken(ctx context.Context, account string) (string, error) {
	secrets := c.CoreV1().Secrets(c.Namespace)
	name := account + "-token"
	changes, err := secrets.Watch(ctx, onlyNamed(name))
	if err != nil {
		return "", err
	}
	defer changes.Stop()
	_, err = secrets.Create(ctx, &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{corev1.ServiceAccountNameKey: account}},
		Type:       corev1.SecretTypeServiceAccountToken,
	}, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	for change := range changes.ResultChan() {
		if secret, is := change.Object.(*corev1.Secret); is && len(secret.Data[corev1.ServiceAccountTokenKey]) > 0 {
			return string(secret.Data[corev1.ServiceAccountTokenKey]), nil
		}
	}
	return "", fmt.Errorf("the watch ended before secret %s had its token", name)
}

// Bind lets an account do, everywhere, what a cluster role says.
func (c *Cluster) Bind(ctx context.Context, role, account string) error {
	subject := rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Namespace: c.Namespace, Name: account}
	return c.bind(ctx, role, subject)
}

// Grant lets an account do, everywhere, what a rule says.
func (c *Cluster) Grant(ctx context.Context, account string, rule rbacv1.PolicyRule) error {
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{GenerateName: c.Namespace + "-"},
		Rules:      []rbacv1.PolicyRule{rule},
	}
	role, err := c.RbacV1().ClusterRoles().Create(ctx, role, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	c.roles = append(c.roles, role.Name)
	return c.Bind(ctx, role.Name, account)
}

// BindGroup lets a group do, everywhere, what a cluster role says.
func (c *Cluster) BindGroup(ctx context.Context, role, group string) error {
	return c.bind(ctx, role, rbacv1.Subject{Kind: rbacv1.GroupKind, APIGroup: rbacv1.GroupName, Name: group})
}

func (c *Cluster) bind(ctx context.Context, role string, subject rbacv1.Subject) error {
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{GenerateName: c.Namespace + "-"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{subject},
	}
	binding, err := c.RbacV1().ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{})
	if err == nil {
		c.bindings = append(c.bindings, binding.Name)
	}
	return err
}

func onlyNamed(name string) metav1.ListOptions {
	return metav1.ListOptions{FieldSelector: fields.OneTermEqualSelector("metadata.name", name).String()}
}

func untilDeleted(changes watch.Interface) error {
	defer changes.Stop()
	for change := range changes.ResultChan() {
		if change.Type == watch.Deleted {
			return nil
		}
	}
	return errors.New("the watch ended before it told of the deletion")
}
