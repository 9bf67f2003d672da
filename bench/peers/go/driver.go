// driver MODE URL COUNT CONCURRENCY: Anthropic's Go client (bench/peers/README.md).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/bedrock"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

const usual = "anthropic.claude-haiku-4-5-20251001-v1:0"

type received struct {
	answers, bytes atomic.Int64
	firsts         []float64
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func question(model string) anthropic.MessageNewParams {
	return anthropic.MessageNewParams{
		Model:     model,
		MaxTokens: 1024,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("Say hello to the prepared answers, please."))},
	}
}

func ask(client *anthropic.Client, got *received) {
	message, err := client.Messages.New(context.Background(), question(usual))
	check(err)
	got.answers.Add(1)
	got.bytes.Add(int64(len(message.Content[0].Text)))
}

func readStream(client *anthropic.Client, deltas int, got *received) {
	begin := time.Now()
	isFirst := true
	stream := client.Messages.NewStreaming(context.Background(), question(fmt.Sprintf("anthropic.deltas-%d", deltas)))
	for stream.Next() {
		event := stream.Current()
		if event.Type != "content_block_delta" {
			continue
		}
		if isFirst {
			got.firsts = append(got.firsts, float64(time.Since(begin).Microseconds())/1e3)
		}
		isFirst = false
		got.answers.Add(1)
		got.bytes.Add(int64(len(event.Delta.Text)))
	}
	check(stream.Err())
}

func work(client *anthropic.Client, mode string, total, concurrency int) *received {
	got := &received{}
	if mode == "stream" {
		readStream(client, total, got)
		return got
	}
	if mode == "first" {
		for range total {
			readStream(client, 20, got)
		}
		return got
	}
	if mode != "many" {
		concurrency = 1
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range concurrency {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for next.Add(1) <= int64(total) {
				ask(client, got)
			}
		}()
	}
	workers.Wait()
	return got
}

func processorSeconds() float64 {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

func peakKilobytes() int {
	status, err := os.ReadFile("/proc/self/status")
	check(err)
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	check(err)
	return kilobytes
}

func main() {
	mode, url := os.Args[1], os.Args[2]
	count, err := strconv.Atoi(os.Args[3])
	check(err)
	concurrency, err := strconv.Atoi(os.Args[4])
	check(err)
	config := aws.Config{
		Region:      "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""),
	}
	client := anthropic.NewClient(bedrock.WithConfig(config), option.WithBaseURL(url))
	if mode != "oneshot" {
		work(&client, mode, max(count/4, 1), concurrency)
	}
	cpu, begin := processorSeconds(), time.Now()
	got := work(&client, mode, count, concurrency)
	wall := time.Since(begin).Seconds()
	cpu = processorSeconds() - cpu
	first := 0.0
	if len(got.firsts) > 0 {
		sort.Float64s(got.firsts)
		first = got.firsts[len(got.firsts)/2]
	}
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"wall_s": wall, "cpu_s": cpu, "peak_kb": peakKilobytes(),
		"answers": got.answers.Load(), "bytes": got.bytes.Load(), "first_ms": first,
	}))
}
