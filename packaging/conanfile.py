"""Builds a Conan 2 package from a checkout: conan create packaging"""
import os

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy


class AnthropicConan(ConanFile):
    name = "anthropic"
    version = "0.1.0"
    description = "Claude on Amazon Bedrock for C++"
    license = "Apache-2.0"
    settings = "os", "compiler", "build_type", "arch"
    options = {"shared": [True, False], "local": [True, False], "program": [True, False]}
    default_options = {"shared": False, "local": True, "program": False}

    def export_sources(self):
        project = os.path.join(self.recipe_folder, "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "README.md", "cmake/*", "include/*", "src/*", "local/*", "cli/*"):
            copy(self, pattern, src=project, dst=self.export_sources_folder)

    def requirements(self):
        self.requires("libcurl/[>=7.84 <9]")
        self.requires("libdeflate/[>=1.14]")
        self.requires("openssl/[>=3.0 <4]")
        self.requires("pugixml/[>=1.11 <2]")
        self.requires("simdjson/[>=3.0 <4]")
        if self.options.local or self.options.program:
            self.requires("boost/[>=1.81]", headers=True, libs=False)
            self.requires("libnghttp2/[>=1.45 <2]")
            self.requires("re2/[>=20220601]")
        if self.options.program:
            self.requires("cli11/[>=2.1]")
            self.requires("editline/3.1")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["ANTHROPIC_BUILD_LOCAL"] = bool(self.options.local or self.options.program)
        toolchain.cache_variables["ANTHROPIC_BUILD_PROGRAM"] = bool(self.options.program)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "anthropic")
        self.cpp_info.components["anthropic"].libs = ["anthropic"]
        self.cpp_info.components["anthropic"].set_property("cmake_target_name", "anthropic::anthropic")
        self.cpp_info.components["anthropic"].requires = [
            "libcurl::libcurl", "libdeflate::libdeflate", "openssl::crypto", "pugixml::pugixml", "simdjson::simdjson"]
