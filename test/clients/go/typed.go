package main

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

// typed writes, reads and removes objects through typed clients, which speak protobuf.
func typed(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := ensureNamespace(ctx, client); err != nil {
		return err
	}
	for _, step := range []func(context.Context, kubernetes.Interface) error{deployments, pods, secrets} {
		if err := step(ctx, client); err != nil {
			return err
		}
	}
	return nil
}

func ensureNamespace(ctx context.Context, client kubernetes.Interface) error {
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	_, err := client.CoreV1().Namespaces().Create(ctx, object, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func podSpec() corev1.PodSpec {
	return corev1.PodSpec{Containers: []corev1.Container{{
		Name:  "web",
		Image: "registry.example/web:1",
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("250m")},
		},
	}}}
}

func deployments(ctx context.Context, client kubernetes.Interface) error {
	labels := map[string]string{"app": "web"}
	replicas := int32(2)
	created, err := client.AppsV1().Deployments(namespace).Create(ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Labels: labels},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas,
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: podSpec()},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	strategy := created.Spec.Strategy.RollingUpdate
	fmt.Printf("deployment: at most %s more, generation %d\n", strategy.MaxSurge.String(), created.Generation)

	scale, err := client.AppsV1().Deployments(namespace).GetScale(ctx, "web", metav1.GetOptions{})
	if err != nil {
		return err
	}
	was := scale.Spec.Replicas
	scale.Spec.Replicas = 3
	if scale, err = client.AppsV1().Deployments(namespace).UpdateScale(ctx, "web", scale, metav1.UpdateOptions{}); err != nil {
		return err
	}
	fmt.Printf("scaled from %d to %d with selector %s\n", was, scale.Spec.Replicas, scale.Status.Selector)

	// A write with an old resource version conflicts, and is tried again with a new one.
	created.Spec.Paused = true
	_, err = client.AppsV1().Deployments(namespace).Update(ctx, created, metav1.UpdateOptions{})
	fmt.Printf("conflict: %t\n", apierrors.IsConflict(err))
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		current, err := client.AppsV1().Deployments(namespace).Get(ctx, "web", metav1.GetOptions{})
		if err != nil {
			return err
		}
		current.Spec.Paused = true
		current, err = client.AppsV1().Deployments(namespace).Update(ctx, current, metav1.UpdateOptions{})
		if err == nil {
			fmt.Printf("paused: %t, generation %d\n", current.Spec.Paused, current.Generation)
		}
		return err
	})
	if err != nil {
		return err
	}
	background := metav1.DeletePropagationBackground
	return client.AppsV1().Deployments(namespace).Delete(ctx, "web", metav1.DeleteOptions{PropagationPolicy: &background})
}

func pods(ctx context.Context, client kubernetes.Interface) error {
	pods := client.CoreV1().Pods(namespace)
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "web-"}, Spec: podSpec()}
	if _, err := client.CoreV1().ServiceAccounts(namespace).Get(ctx, "default", metav1.GetOptions{}); err != nil {
		return err
	}
	pod, err := pods.Create(ctx, pod, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("pod: %s, %s CPU\n", pod.Status.Phase, pod.Spec.Containers[0].Resources.Requests.Cpu())
	pod.Status.Phase = corev1.PodRunning
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now()}}
	if _, err = pods.UpdateStatus(ctx, pod, metav1.UpdateOptions{}); err != nil {
		return err
	}
	running, err := pods.List(ctx, metav1.ListOptions{FieldSelector: "status.phase=Running"})
	if err != nil {
		return err
	}
	fmt.Printf("running: %d\n", len(running.Items))
	_, err = pods.Patch(ctx, pod.Name, types.StrategicMergePatchType, []byte(`{"spec":{"containers":[{"name":"web","image":"registry.example/web:2"}]}}`), metav1.PatchOptions{})
	if err != nil {
		return err
	}
	pod, err = pods.Get(ctx, pod.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("image: %s\n", pod.Spec.Containers[0].Image)
	now := int64(0)
	return pods.Delete(ctx, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: &now})
}

func secrets(ctx context.Context, client kubernetes.Interface) error {
	secrets := client.CoreV1().Secrets(namespace)
	watching, err := secrets.Watch(ctx, metav1.ListOptions{LabelSelector: "run=typed"})
	if err != nil {
		return err
	}
	defer watching.Stop()
	for i := range 7 {
		object := &corev1.Secret{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("s-%d", i), Labels: map[string]string{"run": "typed"}},
			Data:       map[string][]byte{"k": {0, 255, byte(i)}},
		}
		if _, err := secrets.Create(ctx, object, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	pages, seen := 0, 0
	lister := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		pages++
		return secrets.List(ctx, options)
	})
	lister.PageSize = 3
	err = lister.EachListItem(ctx, metav1.ListOptions{LabelSelector: "run=typed"}, func(object runtime.Object) error {
		if string(object.(*corev1.Secret).Data["k"]) == string([]byte{0, 255, byte(seen)}) {
			seen++
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Printf("%d secrets on %d pages\n", seen, pages)
	if err := secrets.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "run=typed"}); err != nil {
		return err
	}
	_, err = secrets.Get(ctx, "s-0", metav1.GetOptions{})
	fmt.Printf("gone: %t\n", apierrors.IsNotFound(err))
	counts := map[string]int{}
	for event := range watching.ResultChan() {
		counts[string(event.Type)]++
		if counts["DELETED"] == 7 {
			break
		}
	}
	fmt.Printf("watched: %v\n", counts)
	return nil
}
