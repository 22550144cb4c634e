package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// metadataOnly sees objects' metadata alone: of one, of a list, and in an informer.
func metadataOnly(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := ensureNamespace(ctx, client); err != nil {
		return err
	}
	partial, err := metadata.NewForConfig(config)
	if err != nil {
		return err
	}
	resource := corev1.SchemeGroupVersion.WithResource("secrets")
	factory := metadatainformer.NewSharedInformerFactory(partial, 0)
	informer := factory.ForResource(resource).Informer()
	seen := make(chan string)
	_, err = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: func(object any) {
		if meta := object.(*metav1.PartialObjectMetadata); meta.Labels["run"] == "metadata" {
			seen <- meta.Name
		}
	}})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "m", Labels: map[string]string{"run": "metadata"}}}
	if _, err := client.CoreV1().Secrets(namespace).Create(ctx, secret, metav1.CreateOptions{}); err != nil {
		return err
	}
	fmt.Printf("informed of %s\n", <-seen)
	list, err := partial.Resource(resource).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: "run=metadata"})
	if err != nil {
		return err
	}
	fmt.Printf("listed %d\n", len(list.Items))
	got, err := partial.Resource(resource).Namespace(namespace).Get(ctx, "m", metav1.GetOptions{})
	if err != nil {
		return err
	}
	fmt.Printf("got %s of %v\n", got.Name, got.Labels)
	return partial.Resource(resource).Namespace(namespace).Delete(ctx, "m", metav1.DeleteOptions{})
}
