using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Tells whether a save failed because somebody else took the same key or number a moment before.</summary>
internal static class UniqueKey
{
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerConstraint = 2627;

    public static bool IsViolatedBy(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
        SqlException server => server.Number is SqlServerUniqueIndex or SqlServerConstraint,
        _ => false,
    };
}
