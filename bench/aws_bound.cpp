#include <cstring>
#include <curl/curl.h>
#include <iostream>
#include <string>

// The bound of the commands that ask AWS's services: a program that sends the same requests, one after the other on
// one connection, with bare libcurl, and drops what comes.
//   aws_bound URL TARGET BODY [TARGET BODY]…

static std::size_t drop(char*, std::size_t, std::size_t size, void*) {
  return size;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  curl_global_init(CURL_GLOBAL_ALL);
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string target = std::string("x-amz-target: ") + argv[i];
    curl_slist* headers = curl_slist_append(nullptr, "content-type: application/x-amz-json-1.1");
    headers = curl_slist_append(headers, target.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, argv[i + 1]);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(std::strlen(argv[i + 1])));
    const CURLcode result = curl_easy_perform(easy);
    curl_slist_free_all(headers);
    if (result != CURLE_OK) {
      std::cerr << curl_easy_strerror(result) << '\n';
      return 1;
    }
  }
  curl_easy_cleanup(easy);
}
