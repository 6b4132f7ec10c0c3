-- A project file of schema version 1, as statements. Kept as it was; never regenerate it.
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10400;
BEGIN TRANSACTION;
CREATE TABLE "days" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "tour_id" TEXT NOT NULL, "day" INTEGER NOT NULL, "date" DATE NOT NULL);
INSERT INTO "days" VALUES(1,'tuyen-cu',1,'2026-11-28');
CREATE TABLE "dropped" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "tour_id" TEXT NOT NULL, "place_id" TEXT NOT NULL, "place_name" TEXT, "reason" TEXT, "facts" TEXT, "reason_text" TEXT);
CREATE TABLE gpkg_contents (
         table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
         description TEXT DEFAULT '',
         last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
         min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
         CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO "gpkg_contents" VALUES('places','features','Địa điểm','Danh mục điểm văn hoá; điểm có dạng đường hoặc vùng được thể hiện ở đây bằng điểm đến.','2026-11-22T14:50:13.754Z',105.8,21.0,105.8,21.0,4326);
INSERT INTO "gpkg_contents" VALUES('place_lines','features','Địa điểm dạng đường','Hình dạng của các điểm dạng đường, như phố đi bộ.','2026-11-22T14:50:13.755Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO "gpkg_contents" VALUES('place_areas','features','Địa điểm dạng vùng','Hình dạng của các điểm dạng vùng, như khu di tích.','2026-11-22T14:50:13.760Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO "gpkg_contents" VALUES('place_festivals','attributes','Lễ hội','Lễ hội của các điểm; ngày ghi dạng ''lunar 14/5-16/5'' (lunar: âm lịch, solar: dương lịch), để trống khi không rõ ngày.','2026-11-22T14:50:13.760Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('place_contacts','attributes','Liên hệ','Người mà hướng dẫn viên có thể gọi.','2026-11-22T14:50:13.761Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('place_photos','attributes','Ảnh','Ảnh của các điểm.','2026-11-22T14:50:13.761Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('units','features','Đơn vị hành chính','Đơn vị hành chính cấp xã trước và từ ngày 1/7/2025.','2026-11-22T14:50:13.761Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO "gpkg_contents" VALUES('unit_successions','attributes','Đối chiếu đơn vị cũ – mới','Đơn vị cũ nhập toàn bộ hay một phần vào đơn vị nào hiện nay.','2026-11-22T14:50:13.761Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('plans','attributes','Kế hoạch','Các kế hoạch yêu cầu xây dựng tuyến.','2026-11-22T14:50:13.761Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('plan_clauses','attributes','Nội dung của kế hoạch','Mỗi nội dung yêu cầu gì và đo lường ra sao; các điểm ghi thành danh sách mã dạng JSON.','2026-11-22T14:50:13.762Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('tours','attributes','Tuyến','Các tuyến đã lập; điểm dừng và chặng là những lớp riêng.','2026-11-22T14:50:13.762Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('days','attributes','Các ngày của tuyến','Ngày tháng của từng ngày trong tuyến.','2026-11-22T14:50:13.768Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('stops','features','Điểm dừng của tuyến','Điểm dừng theo thứ tự; thời gian tính bằng giây kể từ 0 giờ trong ngày.','2026-11-22T14:50:13.768Z',105.841,21.024,105.841,21.024,4326);
INSERT INTO "gpkg_contents" VALUES('legs','features','Chặng của tuyến','Đường đi giữa các điểm dừng, theo đường bộ.','2026-11-22T14:50:13.769Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO "gpkg_contents" VALUES('dropped','attributes','Điểm không vào tuyến','Các điểm ứng viên mà tuyến không ghé, kèm lý do.','2026-11-22T14:50:13.770Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('project_metadata','attributes','Dự án','Tên, ghi công và phiên bản cấu trúc của tệp dự án.','2026-11-22T14:50:13.770Z',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE gpkg_extensions (
         table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
         scope TEXT NOT NULL,
         CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_geometry_columns (
         table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
         srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
         CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
         CONSTRAINT uk_gc_table_name UNIQUE (table_name),
         CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
         CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO "gpkg_geometry_columns" VALUES('places','geom','POINT',4326,0,0);
INSERT INTO "gpkg_geometry_columns" VALUES('place_lines','geom','MULTILINESTRING',4326,0,0);
INSERT INTO "gpkg_geometry_columns" VALUES('place_areas','geom','MULTIPOLYGON',4326,0,0);
INSERT INTO "gpkg_geometry_columns" VALUES('units','geom','MULTIPOLYGON',4326,0,0);
INSERT INTO "gpkg_geometry_columns" VALUES('stops','geom','POINT',4326,0,0);
INSERT INTO "gpkg_geometry_columns" VALUES('legs','geom','LINESTRING',4326,0,0);
CREATE TABLE gpkg_spatial_ref_sys (
         srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
         organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO "gpkg_spatial_ref_sys" VALUES('Undefined Cartesian SRS',-1,'NONE',-1,'undefined','undefined Cartesian coordinate reference system');
INSERT INTO "gpkg_spatial_ref_sys" VALUES('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic coordinate reference system');
INSERT INTO "gpkg_spatial_ref_sys" VALUES('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]','longitude/latitude in decimal degrees, WGS 84');
CREATE TABLE "legs" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" LINESTRING, "tour_id" TEXT NOT NULL, "day" INTEGER NOT NULL, "mode" TEXT NOT NULL, "distance_m" DOUBLE NOT NULL, "duration_s" INTEGER NOT NULL, "roads" TEXT);
INSERT INTO "legs" VALUES(1,NULL,'tuyen-cu',1,'coach',0.0,0,'[]');
CREATE TABLE "place_areas" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "place_id" TEXT NOT NULL);
CREATE TABLE "place_contacts" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "place_id" TEXT NOT NULL, "name" TEXT, "phone" TEXT, "email" TEXT, "website" TEXT);
CREATE TABLE "place_festivals" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "place_id" TEXT NOT NULL, "text" TEXT, "rules" TEXT);
INSERT INTO "place_festivals" VALUES(1,'dinh-cu','10/3 âm lịch','lunar 10/3-10/3');
CREATE TABLE "place_lines" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTILINESTRING, "place_id" TEXT NOT NULL);
CREATE TABLE "place_photos" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "place_id" TEXT NOT NULL, "path" TEXT, "caption_vi" TEXT, "caption_en" TEXT, "credit" TEXT);
CREATE TABLE "places" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT, "id" TEXT NOT NULL UNIQUE, "name_vi" TEXT NOT NULL, "name_en" TEXT, "category" TEXT NOT NULL, "rank" TEXT, "heritage_type" TEXT, "geometry_type" TEXT, "coord_precision_m" DOUBLE, "coord_source" TEXT, "unit_before" TEXT, "unit_before_name" TEXT, "unit_after" TEXT, "unit_after_name" TEXT, "opening_hours" TEXT, "visit_minutes" INTEGER, "craft_product" TEXT, "fee_vnd" INTEGER, "capacity" INTEGER, "coach_access" TEXT, "wheelchair" TEXT, "description_vi" TEXT, "description_en" TEXT, "decision_number" TEXT, "decision_issued" DATE, "source" TEXT, "surveyed" DATE, "note" TEXT, "plan_id" TEXT, "status" TEXT, "search" TEXT);
INSERT INTO "places" VALUES(1,X'47500003E61000003333333333735A403333333333735A400000000000003540000000000000354001010000003333333333735A400000000000003540','dinh-cu','Đình cũ','','relic','unknown','','Point',NULL,'',NULL,'',NULL,'','',NULL,'',NULL,NULL,'unknown','unknown','','',NULL,NULL,'',NULL,'',NULL,'draft','dinh cu');
CREATE TABLE "plan_clauses" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "plan_id" TEXT NOT NULL, "id" TEXT NOT NULL, "kind" TEXT, "requirement_vi" TEXT, "requirement_en" TEXT, "measured_by_vi" TEXT, "place_ids" TEXT, "rule" TEXT);
CREATE TABLE "plans" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "id" TEXT NOT NULL UNIQUE, "title_vi" TEXT, "title_en" TEXT, "issued" TEXT);
CREATE TABLE "project_metadata" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "key" TEXT NOT NULL, "value" TEXT);
INSERT INTO "project_metadata" VALUES(1,'schema_version','1');
INSERT INTO "project_metadata" VALUES(2,'title','Dự án cũ');
INSERT INTO "project_metadata" VALUES(3,'source','');
INSERT INTO "project_metadata" VALUES(4,'attribution','[]');
CREATE TABLE "stops" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT, "tour_id" TEXT NOT NULL, "day" INTEGER NOT NULL, "kind" TEXT NOT NULL, "label" TEXT, "place_id" TEXT, "place_name" TEXT, "arrive_s" INTEGER NOT NULL, "begin_s" INTEGER NOT NULL, "depart_s" INTEGER NOT NULL, "arrive_time" TEXT, "depart_time" TEXT, "access_m" DOUBLE);
INSERT INTO "stops" VALUES(1,X'47500003E6100000E7FBA9F1D2755A40E7FBA9F1D2755A40A01A2FDD24063540A01A2FDD240635400101000000E7FBA9F1D2755A40A01A2FDD24063540','tuyen-cu',1,'start','Ga Hà Nội',NULL,'',27000,27000,27000,'07:30','07:30',0.0);
INSERT INTO "stops" VALUES(2,X'47500003E6100000E7FBA9F1D2755A40E7FBA9F1D2755A40A01A2FDD24063540A01A2FDD240635400101000000E7FBA9F1D2755A40A01A2FDD24063540','tuyen-cu',1,'end','Ga Hà Nội',NULL,'',28000,28000,28000,'07:46','07:46',0.0);
CREATE TABLE "tours" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "id" TEXT NOT NULL UNIQUE, "title_vi" TEXT, "title_en" TEXT, "score" INTEGER, "is_proven" BOOLEAN, "network" TEXT, "attribution" TEXT, request TEXT);
INSERT INTO "tours" VALUES(1,'tuyen-cu','Tuyến cũ','',0,0,'','[]','{"title": "Tuyến cũ", "start": {"lon": 105.841, "lat": 21.024, "label": "Ga Hà Nội"}, "end": {"lon": 105.841, "lat": 21.024, "label": "Ga Hà Nội"}, "dates": ["2026-11-28"], "mode": "coach", "group_size": 45, "default_visit_minutes": 30, "seed": 1, "seconds": 10.0, "day": {"start": "07:30", "end": "17:00"}, "lunch": {"earliest": "11:30", "latest": "12:30", "minutes": 60.0}, "scores": {"rank": {"special_national": 100, "national": 70, "provincial": 50, "inventoried": 35, "none": 25, "unknown": 25}, "category": {"relic": 0, "craft_village": 45, "museum_theatre": 35, "creative_space": 30, "walking_space": 30, "eco_site": 25, "festival_site": 25, "food_market": 10, "lodging_or_service": 0, "transport_hub": 0}, "place": {}}}');
CREATE TABLE "unit_successions" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "old_id" TEXT NOT NULL, "new_id" TEXT NOT NULL, "is_whole" BOOLEAN NOT NULL, "is_main" BOOLEAN NOT NULL, "source" TEXT, "note" TEXT);
CREATE TABLE "units" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "id" TEXT NOT NULL UNIQUE, "name_vi" TEXT NOT NULL, "name_en" TEXT, "district" TEXT, "province" TEXT, "valid_from" DATE, "valid_to" DATE, "geometry_type" TEXT, "source" TEXT, "search" TEXT);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('places',1);
INSERT INTO "sqlite_sequence" VALUES('place_festivals',1);
INSERT INTO "sqlite_sequence" VALUES('tours',1);
INSERT INTO "sqlite_sequence" VALUES('days',1);
INSERT INTO "sqlite_sequence" VALUES('stops',2);
INSERT INTO "sqlite_sequence" VALUES('legs',1);
INSERT INTO "sqlite_sequence" VALUES('project_metadata',4);
COMMIT;
