def measure(build, folder, quick, only):
    return ""
