using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace CompetencyAssessment.Web.Storage;

/// <summary>
/// Flushes a folder's own entries. On Linux and macOS a flushed file may still vanish with a loss of power when the
/// folder that names it was not flushed; NTFS journals names by itself and has no such call.
/// </summary>
internal static class DurableFolder
{
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;

        var path = new byte[Encoding.UTF8.GetByteCount(folder) + 1];
        Encoding.UTF8.GetBytes(folder, path);
        var descriptor = NativeMethods.Open(path, NativeMethods.ReadOnly);
        if (descriptor < 0)
            throw Failure("open");

        try
        {
            // EINVAL: the file system (some network shares) knows no flush of folders, and nothing better exists there.
            if (NativeMethods.Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != NativeMethods.InvalidArgument)
                throw Failure("flush");
        }
        finally
        {
            _ = NativeMethods.Close(descriptor);
        }
    }

    private static IOException Failure(string verb) =>
        new($"Could not {verb} a storage folder.", new Win32Exception(Marshal.GetLastPInvokeError()));

    private static class NativeMethods
    {
        public const int ReadOnly = 0;
        public const int InvalidArgument = 22;

        [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true, ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true, ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
