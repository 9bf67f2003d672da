package main

import (
	"context"
	"fmt"

	"github.com/anthropics/anthropic-sdk-go"
)

func main() {
	client := anthropic.NewClient()
	message, err := client.Messages.New(context.TODO(), anthropic.MessageNewParams{
		Model:     anthropic.ModelClaudeSonnet4_5_20250929,
		MaxTokens: 400,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(message.Content[0].Text, anthropic.Model("claude-sonnet-5"))
}
