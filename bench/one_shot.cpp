#include <curl/curl.h>
#include <iostream>
#include <string>

// The bound of `claude-bedrock ask`: a C++ program that sends one request with libcurl and writes what comes.
//   one_shot URL [CA-DIRECTORY]

static std::size_t write_out(char* data, std::size_t, std::size_t size, void*) {
  std::cout.write(data, static_cast<std::streamsize>(size)).flush();
  return size;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string body = R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":1024,)"
                           R"("messages":[{"role":"user","content":"Hello"}]})";
  curl_global_init(CURL_GLOBAL_ALL);
  CURL* easy = curl_easy_init();
  curl_slist* headers = curl_slist_append(nullptr, "content-type: application/json");
  curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &write_out);
  if (argc > 2) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAPATH, argv[2]);
  }
  const CURLcode result = curl_easy_perform(easy);
  if (result != CURLE_OK) std::cerr << curl_easy_strerror(result) << '\n';
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
  return result == CURLE_OK ? 0 : 1;
}
