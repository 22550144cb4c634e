package cluster

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"kubemint/relying-parties/facts"
)

// NewPod makes a pod of an account. No container of it need run: its existence is what tokens depend on.
// Given a node, it is bound to that from the start; else nobody has placed it, or will where nothing schedules.
func (c *Cluster) NewPod(ctx context.Context, name, account, node string, labels map[string]string) (*corev1.Pod, error) {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Spec: corev1.PodSpec{
			ServiceAccountName: account,
			NodeName:           node,
			Containers:         []corev1.Container{{Name: "main", Image: "registry.example/agent"}},
		},
	}
	return c.CoreV1().Pods(c.Namespace).Create(ctx, pod, metav1.CreateOptions{})
}

// DeletePod deletes a pod at once and waits until a watch says so.
func (c *Cluster) DeletePod(ctx context.Context, name string) error {
	pods := c.CoreV1().Pods(c.Namespace)
	deleted, err := pods.Watch(ctx, onlyNamed(name))
	if err != nil {
		return err
	}
	atOnce := int64(0)
	if err := pods.Delete(ctx, name, metav1.DeleteOptions{GracePeriodSeconds: &atOnce}); err != nil {
		return err
	}
	return untilDeleted(deleted)
}

// NewNode registers a node that nothing runs on, under a name that begins with prefix; facts call it NODE.
func (c *Cluster) NewNode(ctx context.Context, prefix string, labels map[string]string) (*corev1.Node, error) {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{GenerateName: prefix, Labels: labels}}
	node, err := c.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if err == nil {
		facts.Call(node.Name, "NODE")
	}
	return node, err
}

// DeleteNode deletes a node and waits until a watch says so.
func (c *Cluster) DeleteNode(ctx context.Context, name string) error {
	nodes := c.CoreV1().Nodes()
	deleted, err := nodes.Watch(ctx, onlyNamed(name))
	if err != nil {
		return err
	}
	if err := nodes.Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
		return err
	}
	return untilDeleted(deleted)
}
