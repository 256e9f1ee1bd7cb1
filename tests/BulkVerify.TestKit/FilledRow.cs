using System.Globalization;
using System.Reflection;
using BulkVerify.Statistics;

namespace BulkVerify.TestKit;

/// <summary>Rows with something in every column, so that a column that is forgotten shows.</summary>
public static class FilledRow
{
    /// <summary>A row whose texts and numbers all differ, with one signature.</summary>
    public static MessageRow Make()
    {
        int number = 1000;
        MessageRow row = Fill(new MessageRow(), () => ++number);
        row.Dkim = [Fill(new SignatureRow(), () => ++number)];
        return row;
    }

    /// <summary>Fills each column that is no list: texts with its name and a number, truths by whether the number is even.</summary>
    public static T Fill<T>(T row, Func<int> next)
    {
        foreach (PropertyInfo property in typeof(T).GetProperties())
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type == typeof(string))
                property.SetValue(row, $"{property.Name} {next()}");
            else if (type == typeof(bool))
                property.SetValue(row, next() % 2 == 0);
            else if (type == typeof(int) || type == typeof(long))
                property.SetValue(row, Convert.ChangeType(next(), type, CultureInfo.InvariantCulture));
        }
        return row;
    }
}
