# What the library links, all of it private. Nothing is downloaded.
find_package(Threads REQUIRED)
find_package(CURL 7.87 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(simdjson 3.0 REQUIRED)
find_package(pugixml 1.11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET GLOBAL libdeflate)

add_library(anthropic_private_dependencies INTERFACE)
target_link_libraries(anthropic_private_dependencies INTERFACE
  CURL::libcurl OpenSSL::Crypto simdjson::simdjson pugixml::pugixml PkgConfig::libdeflate Threads::Threads)
