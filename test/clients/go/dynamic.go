package main

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// dynamicObjects writes, watches and removes objects of which it knows no type.
func dynamicObjects(ctx context.Context, config *rest.Config) error {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	maps := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}).Namespace("default")
	watching, err := maps.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=dynamic"})
	if err != nil {
		return err
	}
	defer watching.Stop()
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1",
		"kind":       "ConfigMap",
		"metadata":   map[string]any{"name": "dynamic"},
		"data":       map[string]any{"a": "1"},
	}}
	if object, err = maps.Create(ctx, object, metav1.CreateOptions{}); err != nil {
		return err
	}
	if err := unstructured.SetNestedField(object.Object, "2", "data", "b"); err != nil {
		return err
	}
	if _, err = maps.Update(ctx, object, metav1.UpdateOptions{}); err != nil {
		return err
	}
	if object, err = maps.Patch(ctx, "dynamic", types.MergePatchType, []byte(`{"data":{"a":null}}`), metav1.PatchOptions{}); err != nil {
		return err
	}
	data, _, err := unstructured.NestedStringMap(object.Object, "data")
	fmt.Printf("data: %v %v\n", data, err)
	if err := maps.Delete(ctx, "dynamic", metav1.DeleteOptions{}); err != nil {
		return err
	}
	for range 4 {
		event := <-watching.ResultChan()
		fmt.Printf("%s %s\n", event.Type, event.Object.(*unstructured.Unstructured).GetName())
	}
	return nil
}
