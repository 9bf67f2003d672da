#pragma once

namespace bench {

/// The memory of this process that is in use, in kB.
double resident_kilobytes();

}  // namespace bench
