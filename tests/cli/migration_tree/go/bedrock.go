package main

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/bedrock"
)

var done = anthropic.NewClient(
	bedrock.WithLoadDefaultConfig(context.Background()),
)

const model = "global.anthropic.claude-sonnet-5"
