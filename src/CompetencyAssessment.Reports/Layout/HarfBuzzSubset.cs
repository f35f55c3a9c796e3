using System.Runtime.InteropServices;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>
/// HarfBuzz's own subsetter. The managed package binds shaping only, but its native library exports
/// these functions on Linux, Windows and macOS alike.
/// </summary>
internal static unsafe partial class HarfBuzzSubset
{
    private const string Library = "libHarfBuzzSharp";

    // hb_subset_sets_t
    private const int DropTableTag = 3;

    // Layout tables and vertical metrics: text is placed glyph by glyph, so that a viewer needs none of them.
    private static readonly uint[] DroppedTables = [Tag("GSUB"), Tag("GPOS"), Tag("GDEF"), Tag("vhea"), Tag("vmtx"), Tag("BASE"), Tag("VORG")];

    /// <summary>Prepares a face for many subsets. The result is a face that the caller keeps.</summary>
    internal static nint Preprocess(nint face) => hb_subset_preprocess(face);

    internal static void Release(nint face) => hb_face_destroy(face);

    /// <summary>Makes a font file that holds the given code points only.</summary>
    /// <exception cref="InvalidOperationException">HarfBuzz could not make the subset.</exception>
    internal static byte[] Create(nint face, IEnumerable<int> codePoints)
    {
        var input = hb_subset_input_create_or_fail();
        if (input == 0)
            throw new InvalidOperationException("The font subsetter has no memory left.");
        try
        {
            var unicodes = hb_subset_input_unicode_set(input);
            foreach (var codePoint in codePoints)
                hb_set_add(unicodes, (uint)codePoint);
            var dropped = hb_subset_input_set(input, DropTableTag);
            foreach (var tag in DroppedTables)
                hb_set_add(dropped, tag);

            var subset = hb_subset_or_fail(face, input);
            if (subset == 0)
                throw new InvalidOperationException("The font could not be reduced to the characters in use.");
            try
            {
                var blob = hb_face_reference_blob(subset);
                try
                {
                    var data = hb_blob_get_data(blob, out var length);
                    return new ReadOnlySpan<byte>((void*)data, checked((int)length)).ToArray();
                }
                finally
                {
                    hb_blob_destroy(blob);
                }
            }
            finally
            {
                hb_face_destroy(subset);
            }
        }
        finally
        {
            hb_subset_input_destroy(input);
        }
    }

    private static uint Tag(string name) => ((uint)name[0] << 24) | ((uint)name[1] << 16) | ((uint)name[2] << 8) | name[3];

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_subset_preprocess(nint face);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_subset_input_create_or_fail();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void hb_subset_input_destroy(nint input);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_subset_input_unicode_set(nint input);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_subset_input_set(nint input, int setType);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void hb_set_add(nint set, uint value);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_subset_or_fail(nint face, nint input);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_face_reference_blob(nint face);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void hb_face_destroy(nint face);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint hb_blob_get_data(nint blob, out uint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void hb_blob_destroy(nint blob);
}
