#pragma once

#include <string>
#include <string_view>

#include "base/environment.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

/// The environment's variables about proxies, as they were when they were asked for.
struct ProxyVariables {
  struct Variable {
    std::string name = {};  ///< empty if it is not set
    std::string value = {};
  };
  Variable for_https = {};   ///< https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY: the first that is set
  Variable for_http = {};    ///< http_proxy, HTTP_PROXY, all_proxy, ALL_PROXY
  Variable exceptions = {};  ///< no_proxy, NO_PROXY
};

/// HTTP_PROXY is ignored in a CGI program (REQUEST_METHOD is set): there a client's header `Proxy` sets it.
ProxyVariables read_proxy_variables(const Environment& environment);

/// The source of a proxy that was named in code.
inline constexpr std::string_view kProxyOption = "the option proxy";

/// Which proxy a request goes through, and why.
struct ProxyChoice {
  std::string url = {};     ///< as it was given, with user and password: not to be shown; empty: none
  std::string source = {};  ///< where it was set: "HTTPS_PROXY", "the option proxy"; empty if nowhere
  /// The variable and entry that exempt the request: "NO_PROXY (*.corp)".
  std::string exempted_by = {};

  bool used() const { return !url.empty(); }
  /// Lower case; "http" if none was written.
  std::string scheme() const;
  /// host:port, for people; where no port was written, the one that is used.
  std::string address() const;
  bool has_user() const;
  bool is_socks() const;
  bool scheme_is_known() const;
};

/// `settings.proxy` wins over the environment, its exceptions too; "none" is no proxy.
ProxyChoice proxy_for(std::string_view url, const ProxyVariables& variables,
                      const ConnectionSettings& settings);

}  // namespace anthropic::internal
