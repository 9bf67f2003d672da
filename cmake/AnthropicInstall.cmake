# What `cmake --install` puts where: the libraries, the headers, the program, and how others find them.
include(CMakePackageConfigHelpers)

set(anthropic_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/anthropic)
set(anthropic_targets anthropic)
set(anthropic_installs_testing OFF)
if(TARGET anthropic_local)
  set(anthropic_installs_testing ON)
  list(APPEND anthropic_targets anthropic_local)
endif()

install(TARGETS ${anthropic_targets} EXPORT anthropicTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET anthropic_local)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/anthropic DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
else()
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/anthropic DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    PATTERN testing EXCLUDE)
endif()
if(TARGET claude-bedrock)
  install(TARGETS claude-bedrock RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# find_package(anthropic)
install(EXPORT anthropicTargets NAMESPACE anthropic:: DESTINATION ${anthropic_cmake_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/anthropicConfig.cmake.in
  ${PROJECT_BINARY_DIR}/anthropicConfig.cmake INSTALL_DESTINATION ${anthropic_cmake_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/anthropicConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/anthropicConfig.cmake ${PROJECT_BINARY_DIR}/anthropicConfigVersion.cmake
  DESTINATION ${anthropic_cmake_dir})

# pkg-config anthropic, and anthropic-testing. The static library cannot do without what it links, and Debian's libcurl cannot be
# linked by `pkg-config --static`; so then the requirements are plain ones.
if(BUILD_SHARED_LIBS)
  set(anthropic_pc_requires Requires.private)
  set(anthropic_testing_pc_requires "")
else()
  set(anthropic_pc_requires Requires)
  set(anthropic_testing_pc_requires ", libnghttp2 libssl re2")
endif()
file(RELATIVE_PATH anthropic_pc_prefix
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" anthropic_pc_prefix "${anthropic_pc_prefix}")
configure_file(${PROJECT_SOURCE_DIR}/cmake/anthropic.pc.in ${PROJECT_BINARY_DIR}/anthropic.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/anthropic.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET anthropic_local)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/anthropic-testing.pc.in ${PROJECT_BINARY_DIR}/anthropic-testing.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/anthropic-testing.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

# The shells' completions, which the program writes itself.
if(TARGET claude-bedrock AND NOT CMAKE_CROSSCOMPILING)
  install(CODE "
    foreach(completion
        bash:${CMAKE_INSTALL_DATADIR}/bash-completion/completions/claude-bedrock
        zsh:${CMAKE_INSTALL_DATADIR}/zsh/site-functions/_claude-bedrock
        fish:${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d/claude-bedrock.fish)
      string(REPLACE : \";\" completion \${completion})
      list(GET completion 0 shell)
      list(GET completion 1 file)
      set(file \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/\${file}\")
      get_filename_component(folder \${file} DIRECTORY)
      file(MAKE_DIRECTORY \${folder})
      message(STATUS \"Installing: \${file}\")
      execute_process(COMMAND $<TARGET_FILE:claude-bedrock> completion \${shell}
        OUTPUT_FILE \${file} COMMAND_ERROR_IS_FATAL ANY)
    endforeach()")
endif()

# The man pages, which it writes, too: claude-bedrock(1), claude-bedrock-ask(1) and so on.
if(TARGET claude-bedrock AND NOT CMAKE_CROSSCOMPILING)
  install(CODE "
    set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man1\")
    file(MAKE_DIRECTORY \${folder})
    execute_process(COMMAND $<TARGET_FILE:claude-bedrock> help --list OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL \"[^\n]+\" names \"\${names}\")
    list(FILTER names EXCLUDE REGEX \" \")
    foreach(name \"\" \${names})
      set(file \"\${folder}/claude-bedrock.1\")
      if(name)
        set(file \"\${folder}/claude-bedrock-\${name}.1\")
      endif()
      message(STATUS \"Installing: \${file}\")
      execute_process(COMMAND $<TARGET_FILE:claude-bedrock> help \${name} --as man
        OUTPUT_FILE \${file} COMMAND_ERROR_IS_FATAL ANY)
    endforeach()")
endif()
